// Turns the long texts of a form into editors. What an editor would lose stays a plain text box,
// and a text that nobody touches is sent back as it came.

const tools = document.querySelector("#rich-text-tools");
const areas = [...document.querySelectorAll("textarea[data-rich-text]")];

if (tools && areas.length) {
  try {
    const library = await import(tools.dataset.editor);
    for (const area of areas) {
      enhance(area, library);
    }
  } catch (error) {
    // The boxes work without it.
    console.warn(error);
  }
}

function extensionsOf(library) {
  const names = [
    ...["Document", "Paragraph", "Text", "Bold", "Italic", "Underline", "Code", "HardBreak"],
    ...["BulletList", "OrderedList", "ListItem", "Blockquote", "CodeBlock", "HorizontalRule"],
    ...["Table", "TableRow", "TableHeader", "TableCell", "History", "Gapcursor", "Dropcursor"],
  ];
  return [
    ...names.map((name) => library[name]).filter(Boolean),
    library.Heading.configure({ levels: [2, 3, 4, 5] }),
    library.Link.configure({ openOnClick: false, HTMLAttributes: { target: null, rel: null } }),
  ];
}

function wordsOf(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return parsed.body.textContent.replace(/\s+/g, "");
}

function enhance(area, library) {
  const widget = tools.content.firstElementChild.cloneNode(true);
  const label = document.querySelector(`label[for="${area.id}"]`);
  if (label && !label.id) {
    label.id = `${area.id}-label`;
  }
  const described = area.getAttribute("aria-describedby");
  const editor = new library.Editor({
    element: widget.querySelector("[data-page]"),
    extensions: extensionsOf(library),
    content: area.value,
    injectCSS: false,
    editorProps: {
      attributes: {
        id: `${area.id}-editor`,
        role: "textbox",
        "aria-multiline": "true",
        ...(label ? { "aria-labelledby": label.id } : {}),
        ...(described ? { "aria-describedby": described } : {}),
      },
    },
  });
  if (wordsOf(editor.getHTML()) !== wordsOf(area.value)) {
    editor.destroy();
    return;
  }
  area.after(widget);
  area.hidden = true;
  label?.addEventListener("click", () => editor.commands.focus());
  editor.on("update", () => {
    area.value = editor.isEmpty ? "" : editor.getHTML();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  furnish(widget, editor);
}

function furnish(widget, editor) {
  const buttons = [...widget.querySelectorAll("[data-do]")];
  const panel = widget.querySelector(".rich-text__link");
  const url = panel.querySelector("input");
  const close = () => {
    panel.hidden = true;
    editor.commands.focus();
  };
  const commands = {
    toggleHeading: () => editor.chain().focus().toggleHeading({ level: 3 }).run(),
    link: () => {
      panel.hidden = false;
      url.value = editor.getAttributes("link").href ?? "";
      url.focus();
    },
  };
  const set = () => {
    const address = url.value.trim();
    if (address) {
      const href = /^[a-z]+:/i.test(address) ? address : `https://${address}`;
      editor.chain().focus().extendMarkRange("link").setLink({ href }).run();
    }
    close();
  };
  panel.addEventListener("click", ({ target }) => {
    if (target.dataset.link === "set") {
      set();
    } else if (target.dataset.link === "drop") {
      editor.chain().focus().extendMarkRange("link").unsetLink().run();
      close();
    } else if (target.dataset.link === "cancel") {
      close();
    }
  });
  // The box for the address belongs to no form field: what is typed there is no change yet.
  panel.addEventListener("input", (event) => event.stopPropagation());
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === url) {
      event.preventDefault();
      set();
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  // One stop for the tab key, arrows within, as ARIA's practices have toolbars.
  buttons.forEach((button, at) => {
    button.tabIndex = at ? -1 : 0;
    button.addEventListener("click", () => {
      const run = commands[button.dataset.do];
      if (run) {
        run();
      } else {
        editor.chain().focus()[button.dataset.do]().run();
      }
    });
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) {
        event.preventDefault();
        const next = buttons[(at + step + buttons.length) % buttons.length];
        button.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      }
    });
  });
  editor.on("transaction", () => {
    for (const button of buttons.filter((one) => one.dataset.active)) {
      button.setAttribute("aria-pressed", String(editor.isActive(button.dataset.active)));
    }
  });
}
