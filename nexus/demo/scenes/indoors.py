"""Places of work under a roof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nexus.demo.scenes.sheet import HEIGHT, WIDTH, wave

if TYPE_CHECKING:
    from nexus.demo.scenes.sheet import Sheet


def workshop(sheet: Sheet) -> None:
    paper, far, middle, near, accent = sheet.tones
    sheet.box(0, 0, WIDTH, 74, far)
    _window(sheet, 14, 12, 40, 34)
    sheet.box(70, 12, 74, 34, middle)
    for x in range(76, 140, 12):
        sheet.box(x, 15, 1.6, 14, near)
        sheet.box(x - 2, 27 + x % 5, 5.6, 9, accent if x % 3 else paper, round=1)
    sheet.line([(104, 0), (104, 6)], 0.6, near)
    sheet.shape([(96, 12), (112, 12), (108, 5), (100, 5)], accent)
    sheet.box(0, 74, WIDTH, 26, middle)
    sheet.box(10, 58, 140, 5, near)
    for x in (16, 138):
        sheet.box(x, 63, 5, 27, near)
    sheet.box(28, 46, 20, 12, paper, round=1)
    sheet.box(32, 40, 5, 6, near)
    sheet.shape([(64, 58), (68, 50), (88, 50), (92, 58)], accent)
    sheet.disc(116, 51, 7, paper)
    sheet.disc(116, 51, 2.4, near)


def office(sheet: Sheet) -> None:
    paper, far, middle, near, accent = sheet.tones
    sheet.box(0, 0, WIDTH, 80, far)
    _window(sheet, 18, 10, 52, 40)
    sheet.box(90, 16, 26, 20, paper)
    sheet.shape([(92, 34), (100, 22), (106, 30), (109, 26), (114, 34)], middle)
    sheet.box(122, 16, 20, 20, accent)
    sheet.box(0, 80, WIDTH, 20, middle)
    sheet.box(20, 64, 120, 4, near)
    for x in (26, 130):
        sheet.box(x, 68, 3, 24, near)
    sheet.box(58, 38, 36, 21, near, round=1)
    sheet.box(60, 40, 32, 17, paper)
    for row, wide in enumerate((18, 24, 12)):
        sheet.box(63, 43.5 + row * 4, wide, 1.4, (accent, middle, middle)[row])
    sheet.box(74, 59, 4, 5, near)
    sheet.box(34, 54, 8, 10, accent, round=1)
    for x, tilt in ((38, -7), (38, 0), (38, 7)):
        sheet.shape([(x, 55), (x + tilt - 2.4, 44), (x + tilt + 2.4, 44)], near)
    sheet.line([(112, 64), (118, 50), (108, 42)], 1.2, near)
    sheet.shape([(101, 44), (110, 39), (111, 47)], accent)


def bakery(sheet: Sheet) -> None:
    paper, far, middle, near, accent = sheet.tones
    sheet.box(0, 0, WIDTH, HEIGHT, far)
    for stripe in range(WIDTH // 8):
        colour = (accent, paper)[stripe % 2]
        sheet.box(stripe * 8, 0, 8, 10, colour)
        sheet.disc(stripe * 8 + 4, 10, 4, colour)
    for row, y in enumerate((34, 52)):
        sheet.box(18, y, 78, 2.4, near)
        for number in range(6):
            x = 21 + number * 12.4
            loaf = (middle, accent)[(number + row) % 2]
            sheet.arch(x, y - 9, 10, 9, loaf)
            for cut in (2.5, 5, 7.5):
                sheet.line([(x + cut, y - 6), (x + cut - 1, y - 3.4)], 0.5, paper)
    sheet.arch(108, 24, 38, 46, near)
    sheet.arch(114, 36, 26, 22, accent)
    sheet.arch(119, 44, 16, 14, paper)
    sheet.box(0, 70, WIDTH, 30, middle)
    sheet.box(0, 70, WIDTH, 4, near)
    for left in (30, 62):
        sheet.arch(left, 60, 18, 10, paper)


def ward(sheet: Sheet) -> None:
    paper, far, middle, near, accent = sheet.tones
    sheet.box(0, 0, WIDTH, 78, far)
    _window(sheet, 52, 8, 56, 36)
    sheet.box(0, 78, WIDTH, 22, middle)
    for x in range(4, 36, 6):
        sheet.box(x, 6, 5, 72, (paper, middle)[x // 6 % 2])
    sheet.box(0, 4, 44, 2, near)
    sheet.box(52, 60, 76, 9, paper, round=2)
    sheet.box(52, 66, 76, 5, accent)
    sheet.box(56, 53, 20, 9, paper, round=4)
    sheet.box(48, 46, 4, 34, near, round=1)
    sheet.box(128, 56, 4, 24, near, round=1)
    sheet.box(50, 71, 80, 3, near)
    for x in (56, 122):
        sheet.disc(x, 82, 3, near)
    sheet.box(138, 20, 1.6, 60, near)
    sheet.box(133, 20, 12, 1.6, near)
    sheet.box(131, 22, 6, 11, accent, round=2)


def classroom(sheet: Sheet) -> None:
    paper, far, middle, near, accent = sheet.tones
    sheet.box(0, 0, WIDTH, 78, far)
    sheet.box(36, 12, 88, 36, middle)
    sheet.box(38, 14, 84, 32, near)
    sheet.line([(46, 24), (58, 24)], 1, paper)
    sheet.line([(46, 30), (74, 30)], 1, paper)
    sheet.line([(46, 36), (66, 36)], 1, paper)
    sheet.shape([(92, 40), (104, 20), (114, 40)], accent)
    for row, x in enumerate((12, 20)):
        sheet.box(x - 6, 18 + row * 16, 16, 2, near)
        for book, high in enumerate((8, 10, 7, 9, 8)):
            colour = (accent, middle, paper)[(book + row) % 3]
            sheet.box(x - 5 + book * 2.8, 18 + row * 16 - high, 2.3, high, colour)
    sheet.box(0, 78, WIDTH, 22, middle)
    for x in (10, 48, 86, 124):
        sheet.box(x, 64, 28, 3, near)
        for leg in (3, 23):
            sheet.box(x + leg, 67, 2, 21, near)
        sheet.box(x + 8, 61, 11, 3, accent if x % 4 else paper, round=0.5)


def _window(sheet: Sheet, x: float, y: float, wide: float, high: float) -> None:
    """Draw a window of four panes with hills behind it."""
    paper, _, middle, near, accent = sheet.tones
    sheet.box(x - 1.4, y - 1.4, wide + 2.8, high + 2.8, near)
    sheet.box(x, y, wide, high, paper)
    sheet.disc(x + wide * 0.72, y + high * 0.34, high * 0.15, accent)
    tops = [
        (x + wide * step / 12, y + high * (0.66 + 0.12 * wave(step * 9, x))) for step in range(13)
    ]
    sheet.shape([(x, y + high), *tops, (x + wide, y + high)], middle)
    sheet.box(x + wide / 2 - 0.6, y, 1.2, high, near)
    sheet.box(x, y + high / 2 - 0.6, wide, 1.2, near)
