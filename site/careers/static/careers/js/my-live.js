// One's applications, as they are moved by those who read them.
import { follow } from "../../live/live.js";

follow(document.querySelector("[data-live]"));
