"""Places of work under the sky."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nexus.demo.scenes.sheet import HEIGHT, WIDTH, wave

if TYPE_CHECKING:
    from nexus.demo.scenes.sheet import Colour, Sheet


def hills(sheet: Sheet) -> None:
    paper, far, middle, near, accent = sheet.tones
    sheet.disc(116, 32, 12, accent)
    for base, swing, colour in ((58, 9, far), (70, 7, middle), (86, 5, near)):
        tops = [(x, base + swing * wave(x, base)) for x in range(0, WIDTH + 5, 5)]
        sheet.shape([(0, HEIGHT), *tops, (WIDTH, HEIGHT)], colour)
    _house(sheet, 44, 58, 15, 11, paper, near)
    sheet.box(54, 51, 2.2, 6, near)
    for x, tall in ((30, 13), (35, 17), (84, 12), (89, 16), (94, 11)):
        sheet.shape([(x, 74), (x + 2.6, 74 - tall), (x + 5.2, 74)], near)


def harbour(sheet: Sheet) -> None:
    paper, far, middle, near, accent = sheet.tones
    sheet.box(0, 58, WIDTH, 42, far)
    for y, x, wide in ((68, 12, 30), (74, 96, 46), (82, 40, 34), (90, 110, 30), (92, 8, 26)):
        sheet.box(x, y, wide, 1.1, paper, round=0.5)
    for x in (18, 92):
        for leg in (0, 16):
            sheet.box(x + leg, 26, 2.2, 32, middle)
        sheet.box(x - 12, 23, 46, 3, middle)
        sheet.line([(x + 9, 12), (x - 11, 23)], 0.8, middle)
        sheet.line([(x + 9, 12), (x + 33, 23)], 0.8, middle)
        sheet.box(x + 8, 12, 2, 12, middle)
        sheet.line([(x - 7, 25), (x - 7, 40)], 0.6, middle)
        sheet.box(x - 10.5, 40, 7, 4.4, accent)
    sheet.shape([(52, 62), (132, 62), (122, 76), (60, 76)], near)
    for row, y in enumerate((57, 52)):
        for column in range(7 - row):
            colour = (accent, middle, paper)[(column + row) % 3]
            sheet.box(62 + column * 7.4, y, 6.8, 4.6, colour)
    sheet.box(116, 44, 10, 18, near)
    sheet.box(117.5, 47, 7, 2.4, paper)
    sheet.box(119, 38, 3, 6, accent)


def town(sheet: Sheet) -> None:
    paper, far, middle, near, accent = sheet.tones
    sheet.disc(34, 26, 9, accent)
    for left, wide, high in ((0, 20, 44), (26, 16, 52), (62, 22, 48), (104, 18, 56), (136, 24, 46)):
        sheet.box(left, 84 - high, wide, high, far)
    x = 4.0
    for number, (wide, high) in enumerate(
        ((18, 34), (22, 44), (16, 30), (24, 40), (18, 50), (22, 34), (20, 42))
    ):
        colour = (near, middle)[number % 2]
        top = 84 - high
        sheet.box(x, top, wide, high, colour)
        sheet.shape([(x, top), (x + wide / 2, top - 9), (x + wide, top)], colour)
        for row in range(int(high // 10)):
            for column in range(int(wide // 7)):
                lit = (row * 3 + column + number) % 5 == 0
                place = (x + 2.6 + column * 6.6, top + 4 + row * 9)
                sheet.box(*place, 3.2, 4.6, accent if lit else paper)
        x += wide + 3
    sheet.box(0, 84, WIDTH, 16, near)
    sheet.box(0, 90, WIDTH, 0.8, middle)


def solar(sheet: Sheet) -> None:
    _, far, middle, near, accent = sheet.tones
    sheet.disc(124, 26, 11, accent)
    tops = [(x, 52 + 5 * wave(x, 30)) for x in range(0, WIDTH + 5, 5)]
    sheet.shape([(0, HEIGHT), *tops, (WIDTH, HEIGHT)], far)
    sheet.shape([(0, 66), (WIDTH, 60), (WIDTH, HEIGHT), (0, HEIGHT)], middle)
    for row, (y, size) in enumerate(((58, 9), (66, 13), (80, 19))):
        for column in range(8 - row):
            x = column * (size * 1.75) + 4 + row * 3
            corners = [(x + 0.3 * size, y), (x + 1.6 * size, y), (x + 1.3 * size, y + 0.72 * size)]
            sheet.shape([*corners, (x, y + 0.72 * size)], near)
            sheet.line([(x + 0.95 * size, y), (x + 0.65 * size, y + 0.72 * size)], 0.4, far)
            middle_height = y + 0.36 * size
            sheet.line(
                [(x + 0.15 * size, middle_height), (x + 1.45 * size, middle_height)], 0.4, far
            )
    for x, tall in ((34, 30), (58, 22)):
        sheet.box(x - 0.5, 52 - tall, 1, tall, middle)
        for dx, dy in ((0, -11), (9.5, 5.5), (-9.5, 5.5)):
            sheet.line([(x, 52 - tall), (x + dx, 52 - tall + dy)], 1.1, middle)


def street(sheet: Sheet) -> None:
    paper, far, middle, near, accent = sheet.tones
    for x, wide, high in ((0, 34, 62), (34, 30, 52), (64, 40, 66), (104, 28, 56), (132, 28, 64)):
        sheet.box(x, 78 - high, wide, high, (far, middle)[x // 2 % 2])
        for floor in range(2):
            for pane in range(int(wide // 11)):
                place = (x + 4 + pane * 10.4, 78 - high + 7 + floor * 15)
                sheet.box(*place, 5, 8.6, paper)
    for x, wide in ((4, 26), (68, 32), (134, 22)):
        sheet.box(x, 52, wide, 26, near)
        sheet.box(x + 2, 60, wide - 11, 14, paper)
        sheet.box(x + wide - 7, 58, 5, 20, accent)
        sheet.shape([(x - 2, 58), (x + wide + 2, 58), (x + wide, 52), (x, 52)], accent)
    sheet.box(0, 78, WIDTH, 22, near)
    sheet.box(0, 78, WIDTH, 3, far)
    for x in (42, 116):
        for wheel in (0, 13):
            sheet.disc(x + wheel, 86, 5, paper)
            sheet.disc(x + wheel, 86, 3.8, near)
        frame = [(x, 86), (x + 4.5, 77), (x + 11, 77), (x + 6.5, 86), (x, 86)]
        sheet.line(frame, 0.9, accent)
        sheet.line([(x + 13, 86), (x + 10, 74), (x + 13, 74)], 0.9, accent)
        sheet.line([(x + 6.5, 86), (x + 3.6, 74.6)], 0.9, accent)


def _house(
    sheet: Sheet, x: float, y: float, wide: float, high: float, wall: Colour, roof: Colour
) -> None:
    sheet.box(x, y, wide, high, wall)
    sheet.shape([(x - 2, y), (x + wide / 2, y - high * 0.8), (x + wide + 2, y)], roof)
    sheet.box(x + wide * 0.62, y + high * 0.35, wide * 0.22, high * 0.65, roof)
    sheet.box(x + wide * 0.16, y + high * 0.35, wide * 0.26, high * 0.3, roof)
