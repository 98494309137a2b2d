"""Small MGI profiles that nobody published: real names of places, everything else made up, as each page says.

``python -m tests.profile_pdfs FOLDER`` writes them; they are the same bytes on each run. They differ in what makes
profiles hard to read: type of one size, two columns under coloured bars, running headers, icons, captions, Spanish.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

MARK = "FICTIONAL TEST DOCUMENT"
BLUE, GREEN = HexColor("#0033A0"), HexColor("#2E7D32")
NAMES = (
    "Migrants' rights",
    "Whole-of-government approach",
    "Partnerships",
    "Well-being of migrants",
    "Mobility dimension of crises",
    "Safe, orderly and regular migration",
)
WELL, POTENTIAL = "Areas well developed", "Areas with potential for further development"

Make = Callable[[Path], Path]
"""Writes a document into a folder and returns its path."""
Lists = tuple[Sequence[str], Sequence[str]]
"""Sentences on what is well developed and on what has potential for further development."""

FIJI_2019: tuple[Lists, ...] = (
    (
        ["Migrants with a residence permit pay the same price in public hospitals as nationals do.",
         "Children of migrants may enrol in state schools whatever papers their parents hold."],
        ["Migrant workers cannot yet take their pension entitlements with them when they leave.",
         "There is no procedure by which the family of a seasonal worker may join her."],
    ),
    (
        ["The Coral Office, set up in 2012, leads the work of nine ministries on migration."],
        ["A national migration strategy has been drafted but was never adopted.",
         "Statistics on departures are not published."],
    ),
    (
        ["Fiji sits in the Lagoon Consultations together with six neighbouring islands."],
        ["Civil society groups are invited to talks on migration only now and then."],
    ),
    (
        ["A survey of the labour market is carried out every second year."],
        ["No institution keeps an eye on what it costs to send remittances home."],
    ),
    (
        ["The Cyclone Plan of 2016 lays down how migrants are evacuated and sheltered."],
        ["Embassies have no instructions for helping nationals abroad during a disaster."],
    ),
    (
        ["Border officers are trained each year to recognise trafficked persons."],
        ["No register shows who has stayed beyond the end of a visa."],
    ),
)  # fmt: skip
FIJI_2023: tuple[Lists, ...] = (
    (
        ["The Portability Ordinance of 2022 lets migrant workers transfer their pension entitlements abroad."],
        ["Seasonal workers still have no way to bring their family with them."],
    ),
    (
        ["The national migration strategy was adopted in 2021 and names a budget for each aim."],
        ["Statistics on departures are published in part only and come late."],
    ),
    (
        ["Civil society groups hold four seats on the Tapa Council, which meets every quarter."],
        ["Private employers have no part in the talks on migration."],
    ),
    (
        ["The central bank compares the cost of sending remittances each month."],
        ["Diplomas from other countries are recognised for nurses only."],
    ),
    (
        ["Embassies follow written instructions for helping nationals abroad during a disaster."],
        ["The early warning system speaks one language only."],
    ),
    (
        ["An electronic register shows who has stayed beyond the end of a visa."],
        ["Victims of trafficking have to wait months for a place in a shelter."],
    ),
)
NORWAY_2021: tuple[Lists, ...] = (
    (
        ["Everyone, with papers or without, receives emergency treatment in any hospital free of charge.",
         "Migrants may vote in municipal elections after three winters of residence."],
        ["Parents without a permit cannot register the birth of a child.",
         "Migrants wait two years before they may open a pension account."],
    ),
    (
        ["The Fjord Committee brings eleven directorates to one table each month."],
        ["Municipalities learn of new rules on migration only after they are in force."],
    ),
    (
        ["Five universities advise the Fjord Committee under a standing agreement."],
        ["Agreements with the private sector on ethical hiring do not exist so far."],
    ),
    (
        ["Foreign diplomas of welders and midwives are recognised within thirty days."],
        ["Remittances are not mentioned in any plan of the government."],
    ),
    (
        ["The Aurora Protocol tells migrants by text message where to go in an avalanche."],
        ["No plan foresees how people displaced by floods return to their homes."],
    ),
    (
        ["A single online portal handles every application for a visa."],
        ["The coast guard has no rule on whom to tell about migrants missing at sea."],
    ),
)  # fmt: skip
TROMSO_2022: tuple[Lists, ...] = (
    (
        ["The Polar Desk of the city gives legal advice to migrants in seven languages."],
        ["Newcomers without a fixed address are not admitted to the city's kindergartens."],
    ),
    (
        ["The mayor's office publishes a migration report each spring."],
        ["The city has no unit that answers for migration as a whole."],
    ),
    (
        ["The city works with the fishing companies and two unions under the Cod Pact."],
        ["Diaspora associations are not consulted when the city plans its budget."],
    ),
    (
        ["Evening classes in Norwegian are open to every resident at no cost."],
        ["The city does not study which skills its employers are short of."],
    ),
    (
        ["The Storm Manual names shelters for visitors and migrants in each district."],
        ["Firefighters have no interpreters at night."],
    ),
    (
        ["City police and the harbour exchange lists of missing seafarers every day."],
        ["A campaign on safe migration has not been held since 2015."],
    ),
)
BHUTAN_2020: tuple[Lists, ...] = (
    (
        ["Las personas migrantes reciben atención en los hospitales públicos sin pagar nada."],
        ["Las personas migrantes no pueden formar sindicatos propios."],
    ),
    (
        ["La Oficina del Dragón coordina a siete ministerios en materia de migración."],
        ["Bután carece de una estrategia nacional de migración."],
    ),
    (
        ["El Gobierno firmó el Pacto de las Montañas con cuatro vecinos imaginarios."],
        ["El sector privado no participa en las consultas sobre migración."],
    ),
    (
        ["Una encuesta anual mide las competencias que necesita el mercado laboral."],
        ["Ninguna institución vigila el costo de las remesas."],
    ),
    (
        ["El Plan del Monzón explica cómo se evacua a las personas migrantes."],
        ["Los consulados no tienen planes de emergencia."],
    ),
    (
        ["La policía de fronteras recibe formación cada año sobre la trata de personas."],
        ["No existe un registro de personas que exceden el plazo de su visado."],
    ),
)
SPANISH = (
    "Derechos de los migrantes",
    "Enfoque pangubernamental",
    "Alianzas",
    "Bienestar de los migrantes",
    "Dimensión de movilidad de las crisis",
    "Migración segura, ordenada y regular",
)


@dataclass
class Sheet:
    """A PDF file that is written from the top of a page down, with a header and a number on each page."""

    path: Path
    header: str
    size: float = 10
    varied: bool = True
    """Whether headings differ in type; otherwise only their words and the gaps around them tell."""
    y: float = 0
    number: int = 0
    canvas: Canvas = field(init=False)

    def __post_init__(self) -> None:
        self.canvas = Canvas(str(self.path), pagesize=A4, invariant=True)

    def page(self) -> None:
        """Begin a page."""
        if self.number:
            self.canvas.showPage()
        self.number += 1
        self.canvas.setFont("Helvetica", 8)
        self.canvas.setFillColor(black)
        self.canvas.drawString(60, 815, f"{self.header} | {MARK}")
        self.canvas.drawCentredString(300, 25, str(self.number))
        self.y = 770

    def write(self, text: str, *, font: str = "Helvetica", size: float = 0, gap: float = 12, x: float = 60,
              width: float = 470, keep: float = 0, colour: HexColor = black) -> None:  # fmt: skip
        """Write a paragraph below the last one; ``keep`` points must be left below it."""
        size = size if size and self.varied else self.size
        font = font if self.varied else "Helvetica"
        lines = simpleSplit(text, font, size, width)
        if self.y - len(lines) * size * 1.3 - keep < 60:
            self.page()
        self.canvas.setFillColor(colour if self.varied else black)
        self.canvas.setFont(font, size)
        for line in lines:
            self.canvas.drawString(x, self.y, line)
            self.y -= size * 1.3
        self.y -= gap

    def item(self, text: str, **given: float) -> None:
        """Write a list item."""
        self.write(f"• {text}", gap=5, **given)  # type: ignore[arg-type]

    def save(self) -> Path:
        """Write the file."""
        self.canvas.save()
        return self.path


def cover(sheet: Sheet, *lines: str) -> None:
    """Write a title page."""
    sheet.page()
    sheet.y = 600
    for n, line in enumerate(lines):
        sheet.write(line, font="Helvetica-Bold", size=30 if n == 0 else 20, gap=20, colour=BLUE)


def in_one_column(sheet: Sheet, names: Sequence[str], heads: Sequence[str], lists: Sequence[Lists]) -> None:
    """Write the findings one below the other."""
    for name, pair in zip(names, lists, strict=True):
        sheet.y -= 10
        sheet.write(name if sheet.varied else name.upper(), font="Helvetica-Bold", size=15, keep=90, colour=BLUE)
        for head, said in zip(heads, pair, strict=True):
            sheet.write(head, font="Helvetica-Bold", size=11, gap=8, keep=40, colour=GREEN)
            for sentence in said:
                sheet.item(sentence)
            sheet.y -= 6


def in_two_columns(sheet: Sheet, names: Sequence[str], lists: Sequence[Lists]) -> None:
    """Write each dimension as a coloured bar with an icon, and its two lists beside each other below it."""
    for n, (name, pair) in enumerate(zip(names, lists, strict=True), 1):
        if sheet.y < 260:
            sheet.page()
        sheet.canvas.setFillColor(BLUE)
        sheet.canvas.rect(50, sheet.y - 8, 500, 24, stroke=0, fill=1)
        sheet.canvas.setFillColor(white)
        sheet.canvas.circle(70, sheet.y + 4, 9, stroke=1, fill=0)
        sheet.write(name.upper(), font="Helvetica-Bold", size=13, x=90, gap=6, colour=white)
        sheet.write(
            f"Indicators in this category look at what dimension {n} of the made-up framework is about here.",
            font="Helvetica-Oblique",
        )
        top, lowest = sheet.y, sheet.y
        for x, head, said in zip((55, 310), (WELL, POTENTIAL), pair, strict=True):
            sheet.y = top
            sheet.write(head, font="Helvetica-Bold", size=11, x=x, width=230, gap=6, colour=GREEN)
            for sentence in said:
                sheet.item(sentence, x=x, width=225)
            lowest = min(lowest, sheet.y)
        sheet.y = lowest - 22


def fiji_first(folder: Path) -> Path:
    """A first assessment in one column, headings in larger and bold type, with contents and an introduction."""
    sheet = Sheet(folder / "fiji-2019.pdf", "Migration Governance Indicators")
    cover(sheet, "Migration Governance Indicators Profile 2019", "Republic of Fiji")
    sheet.page()
    sheet.write("Contents", font="Helvetica-Bold", size=15)
    sheet.write("Introduction ..................................... 3", gap=2)
    sheet.write("Key findings ..................................... 4")
    sheet.page()
    sheet.write("Introduction", font="Helvetica-Bold", size=18, colour=BLUE)
    sheet.write(
        "This made-up document shows how a profile is built. It looks at six dimensions, among them migrants' rights "
        "and partnerships, and names under each the areas well developed and the areas with potential for further "
        "development. A follow-up assessment may be made later."
    )
    sheet.page()
    sheet.write("Key findings", font="Helvetica-Bold", size=18, colour=BLUE)
    in_one_column(sheet, NAMES, (WELL, POTENTIAL), FIJI_2019)
    sheet.write("About this document", font="Helvetica-Bold", size=18, colour=BLUE, keep=60)
    sheet.write("Nothing in these pages was found by anybody, and no government was asked about any of it.")
    return sheet.save()


def fiji_follow_up(folder: Path) -> Path:
    """The follow-up of the same country, in type of one size and weight."""
    sheet = Sheet(folder / "fiji-2023.pdf", "Fiji", varied=False)
    cover(sheet, "MIGRATION GOVERNANCE INDICATORS PROFILE", "REPUBLIC OF FIJI", "Follow-up assessment 2023")
    sheet.page()
    sheet.write("KEY FINDINGS")
    in_one_column(sheet, NAMES, ("Well-developed areas:", f"{POTENTIAL}:"), FIJI_2023)
    return sheet.save()


def norway(folder: Path) -> Path:
    """A country in two columns under coloured bars, with icons, a captioned picture and running headers."""
    sheet = Sheet(folder / "norway.pdf", "Kingdom of Norway")
    cover(sheet, "Kingdom of Norway", "Migration Governance Indicators Profile 2021")
    sheet.page()
    sheet.write("Key findings", font="Helvetica-Bold", size=18, colour=BLUE)
    sheet.canvas.setFillColor(GREEN)
    sheet.canvas.rect(60, sheet.y - 60, 200, 60, stroke=0, fill=1)
    sheet.y -= 74
    sheet.write("A harbour that was never built. © Nobody 2021", size=7, gap=26)
    in_two_columns(sheet, NAMES, NORWAY_2021)
    return sheet.save()


def tromso(folder: Path) -> Path:
    """A city that no table of participants has; its country stands on the title page."""
    sheet = Sheet(folder / "local-profile.pdf", "MGI local profile")
    cover(sheet, "Migration Governance Indicators Local Profile 2022", "City of Tromsø", "Norway")
    sheet.page()
    sheet.write("Key findings", font="Helvetica-Bold", size=18, colour=BLUE)
    names = [f"{n}. {name}" for n, name in enumerate(NAMES, 1)]
    in_one_column(sheet, names, (WELL, POTENTIAL), TROMSO_2022)
    return sheet.save()


def bhutan(folder: Path) -> Path:
    """A country in Spanish."""
    sheet = Sheet(folder / "butan.pdf", "Indicadores de Gobernanza de la Migración")
    cover(sheet, "Indicadores de Gobernanza de la Migración: perfil 2020", "Reino de Bután")
    sheet.page()
    sheet.write("Principales conclusiones", font="Helvetica-Bold", size=18, colour=BLUE)
    heads = ("Áreas bien desarrolladas", "Áreas con potencial de desarrollo ulterior")
    in_one_column(sheet, SPANISH, heads, BHUTAN_2020)
    return sheet.save()


def samoa(folder: Path) -> Path:
    """An ordinary report that uses the words of profiles without being one."""
    sheet = Sheet(folder / "samoa-report.pdf", "Annual report")
    cover(sheet, "Report on migration in Samoa 2021")
    sheet.page()
    sheet.write("Partnerships", font="Helvetica-Bold", size=15)
    sheet.write(
        "The profile of Samoa is being prepared. It will show under partnerships and migrants' rights which areas are "
        "well developed and which areas have potential for further development."
    )
    sheet.write("Migrants' rights", font="Helvetica-Bold", size=15)
    sheet.write("Samoa runs the Breadfruit Clinic, where migrants are seen by a doctor without an appointment.")
    return sheet.save()


ALL: tuple[Make, ...] = (fiji_first, fiji_follow_up, norway, tromso, bhutan, samoa)


def write_all(folder: Path) -> Path:
    """Write all documents into ``folder``, which is made if it is not there, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for make in ALL:
        make(folder)
    return folder


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
