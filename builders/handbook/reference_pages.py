"""Pages after the sessions: hub profiles, points to confirm, glossary, sources."""

from __future__ import annotations

from builders.agenda import date_text
from builders.course import CitedSeed
from builders.handbook import markdown as md
from builders.handbook.blocks import Spot, block_pieces
from builders.handbook.boxes import ledger, trainer_box
from builders.handbook.desk import Desk, claim_anchor
from builders.handbook.front_pages import grade_tables
from builders.handbook.pages import Page
from builders.models.seed import Claim
from builders.models.shelves import ForeignTerm, Hub, Term


def hub_pages(desk: Desk) -> list[Page]:
    """The profile of each hub of the workshop with its contact sheet."""
    return [_hub_page(desk, name, hub) for name, hub in desk.course.hubs.items()]


def _hub_page(desk: Desk, name: str, hub: Hub) -> Page:
    desk.page = f"hubs/{name}"
    pieces = [
        desk.index(hub.title),
        md.heading(md.escape(hub.title), 1, desk.identifier(f"hub-{name}")),
        md.classed(desk.line(hub.summary), "lead"),
        ledger([(desk.label("region"), md.escape(hub.region))]),
        md.heading(desk.label("profile"), 2, desk.identifier(f"hub-{name}-profile")),
    ]
    for entry in hub.profile:
        pieces.append(md.title(md.escape(entry.topic), 3))
        pieces.extend(desk.prose(entry.text))
        if entry.as_of:
            pieces.append(md.classed(desk.label("as_of", date=entry.as_of), "below"))
    pieces.append(md.heading(desk.label("agencies"), 2, desk.identifier(f"hub-{name}-agencies")))
    if hub.agencies:
        pieces.append(desk.points(hub.agencies))
    pieces.append(md.classed(desk.line(hub.agencies_note), "notice"))
    if hub.risks:
        pieces.append(md.heading(desk.label("risks"), 2, desk.identifier(f"hub-{name}-risks")))
        pieces.append(desk.points(hub.risks))
    pieces.append(
        trainer_box(
            desk,
            [
                ("teaching_use", [desk.points(hub.teaching_use)] if hub.teaching_use else ()),
                ("cautions", [desk.points(hub.cautions)] if hub.cautions else ()),
            ],
        )
    )
    if hub.blocks:
        pieces.append(md.heading(desk.label("hub_blocks"), 2, desk.identifier(f"hub-{name}-more")))
        pieces.extend(block_pieces(desk, hub.blocks, Spot(f"hub-{name}")))
    if hub.contacts:
        pieces += [
            md.heading(desk.label("contacts"), 2, desk.identifier(f"hub-{name}-contacts")),
            md.line_start(desk.label("contacts_lead")),
            md.box(
                "wide",
                [
                    md.table(
                        [
                            desk.label("service"),
                            desk.label("what_for"),
                            desk.label("contact_name"),
                            desk.label("contact_number"),
                            desk.label("contact_checked"),
                        ],
                        [
                            [md.escape(row.service), desk.line(row.what_for, in_cell=True)]
                            for row in hub.contacts
                        ],
                        caption=desk.label("contacts_caption", hub=hub.title),
                        classes="data contacts",
                        widths="22 30 18 18 12",
                    )
                ],
            ),
        ]
    return Page(desk.page, hub.title, md.join(pieces) + "\n")


def confirm_page(desk: Desk) -> Page | None:
    """Everything to settle with a Libyan prosecutor before teaching; None where nothing is open.

    Made after all other pages, because it says where each claim is used.
    """
    open_claims = [
        (source, claim)
        for source in desk.course.sources.values()
        for claim in source.claims.values()
        if claim.verification == "unverified"
    ]
    powers = [
        (audience.title, audience.powers_to_confirm)
        for audience in desk.course.audiences.values()
        if audience.powers_to_confirm
    ]
    if not open_claims and not powers:
        return None
    desk.page = "to-confirm"
    title = desk.raw("common.confirm_with_prosecutor")
    pieces = [
        md.heading(md.escape(title), 1, desk.identifier("to-confirm")),
        md.line_start(desk.label("confirm_lead")),
    ]
    if open_claims:
        pieces.append(
            md.heading(desk.label("confirm_claims"), 2, desk.identifier("confirm-claims"))
        )
        entries = []
        for source, claim in open_claims:
            mark = _mark(desk, source, claim)
            used = _used_on(desk, source.seed_id, claim.id)
            entries.append(md.join([f"{desk.line(claim.text)} {mark}", used]))
        pieces.append(md.items(entries, classes="checklist"))
    for number, (name, lines) in enumerate(powers, 1):
        heading = desk.label("confirm_powers", audience=name)
        pieces.append(md.heading(heading, 2, desk.identifier(f"confirm-powers-{number}")))
        pieces.append(desk.points(lines, classes="checklist"))
    return Page(desk.page, title, md.join(pieces) + "\n")


def glossary_page(desk: Desk) -> Page | None:
    """Terms with definitions and their French and Arabic wording. None where there is no term."""
    if not desk.course.terms:
        return None
    desk.page = "glossary"
    title = desk.raw("glossary")
    entries = []
    for term in desk.course.terms.values():
        name = md.span(md.plain(term.term), "", f"term-{term.id}")
        # Sphinx splits the line of a term at " : " into term and classifiers
        name = name.replace(" : ", " \\: ")
        body = md.join(_term(desk, term)).replace("\n", "\n    ")
        entries.append(f"{name}\n    {body}".replace("\n    \n", "\n\n"))
    pieces = [
        md.heading(md.escape(title), 1, desk.identifier("glossary")),
        md.line_start(desk.label("glossary_lead")),
        md.directive("glossary", "", {}, ["\n\n".join(entries)]),
    ]
    return Page(desk.page, title, md.join(pieces) + "\n")


def _term(desk: Desk, term: Term) -> list[str]:
    rows = [
        *_other_languages(desk, term),
        (
            desk.label("avoid"),
            desk.course.wording.semicolons(md.span(md.escape(w), "avoid") for w in term.avoid),
        ),
        (
            desk.label("see_also"),
            desk.course.wording.semicolons(
                md.link(
                    md.escape(desk.course.terms[other].term), f"glossary.md#term-{other}", "term"
                )
                for other in term.see_also
                if other in desk.course.terms
            ),
        ),
    ]
    return [desk.line(term.definition), ledger(rows)]


def _other_languages(desk: Desk, term: Term) -> list[tuple[str, str]]:
    """The wordings of a term in the languages of the course besides the book's own."""
    english = desk.course.english_terms.get(term.id, "")
    rows = {
        "en": (desk.label("in_english"), md.span(md.escape(english), "lang-en") if english else ""),
        "fr": (desk.label("in_french"), _foreign(desk, term.french, "fr")),
        "ar": (desk.label("in_arabic"), _foreign(desk, term.arabic, "ar")),
    }
    return [row for language, row in rows.items() if language != desk.course.language]


def _foreign(desk: Desk, term: ForeignTerm | None, language: str) -> str:
    if term is None:
        return ""
    mark = "" if term.verified else " " + md.span(desk.label("not_verified"), "unverified")
    return md.span(md.escape(term.text), f"lang-{language}") + mark


def sources_page(desk: Desk) -> Page | None:
    """Every source with its grade and the claims that this edition cites. None where none is."""
    if not desk.course.sources:
        return None
    desk.page = "sources"
    title = desk.raw("sources")
    pieces = [
        md.heading(md.escape(title), 1, desk.identifier("sources")),
        md.line_start(desk.label("sources_lead")),
        md.line_start(desk.label("sources_paraphrase")),
        md.heading(desk.label("sources_grades"), 2, desk.identifier("sources-grades")),
        md.box("pair", grade_tables(desk)),
    ]
    for source in desk.course.sources.values():
        pieces.extend(_source(desk, source))
    return Page(desk.page, title, md.join(pieces) + "\n")


def _source(desk: Desk, source: CitedSeed) -> list[str]:
    seed = source.seed
    checked = date_text(seed.checked, desk.course.wording, weekday=False)
    rows = [
        (desk.label("author"), desk.isolated(seed.author or "")),
        (desk.label("publisher"), desk.isolated(seed.publisher)),
        (
            desk.label("date"),
            md.escape(" – ".join(part for part in (seed.date, seed.date_note) if part)),
        ),
        (desk.label("kind"), desk.label(f"kind_{seed.kind}")),
        (desk.label("language"), desk.label(f"language_{seed.language}")),
        (
            desk.label("reliability"),
            f"{seed.reliability} – {desk.label(f'reliability_{seed.reliability}')}",
        ),
        (desk.label("licence"), md.escape(seed.licence)),
        (desk.label("checked"), md.escape(checked)),
        (desk.label("addresses"), " ".join(_address(address) for address in seed.addresses)),
    ]
    title = desk.original(seed.title, seed.language)
    heading = desk.filled("source_title", number=str(source.number), title=title)
    claims = [_claim(desk, source, claim) for claim in source.claims.values()]
    return [
        md.heading(heading, 2, desk.identifier(f"source-{source.number}"), "source"),
        ledger(rows),
        *claims,
        trainer_box(
            desk,
            [
                ("grade_note", [desk.line(seed.grade_note)] if seed.grade_note else ()),
                ("cautions", [desk.points(seed.cautions)] if seed.cautions else ()),
            ],
        ),
    ]


def _address(address: str) -> str:
    return md.link(md.escape(address), address, "address")


def _claim(desk: Desk, source: CitedSeed, claim: Claim) -> str:
    status = md.span(desk.label(f"common.status_{claim.status}"), f"status status-{claim.status}")
    grade = md.span(md.escape(source.grade(claim.id)), "grade")
    lines = [f"{grade} {status} {desk.inline(claim.text)}"]
    if claim.status == "allegation":
        denial = claim.denial
        spoken = desk.denial_line(denial) if denial is not None else desk.denial(None)
        lines.append(md.classed(md.line_start(spoken), "denial"))
    rows = [
        (desk.label("reference"), md.escape(claim.reference or "")),
        (desk.label("describes"), md.escape(claim.as_of or "")),
        (desk.label("answered_by"), _others(desk, claim.answered_by)),
        (desk.label("contradicts"), _others(desk, claim.contradicts)),
        (desk.label("used_on"), _used_links(desk, source.seed_id, claim.id)),
        (
            desk.label("verification"),
            ""
            if claim.verification == "read"
            else desk.label(f"verification_{claim.verification}"),
        ),
        (desk.label("grade_reason"), desk.inline(claim.reason) if claim.reason else ""),
    ]
    anchor = desk.identifier(claim_anchor(source.number, claim.id))
    return md.box("claim", [*lines, ledger(rows)], anchor)


def _others(desk: Desk, refs: tuple[str, ...]) -> str:
    """Links to other claims, as far as this edition cites them."""
    links = []
    for ref in refs:
        seed_id, claim_id = ref.split(":", 1)
        other = desk.course.sources.get(seed_id)
        if other is not None and claim_id in other.claims:
            links.append(_mark(desk, other, other.claims[claim_id]))
    return " ".join(links)


def _mark(desk: Desk, source: CitedSeed, claim: Claim) -> str:
    words = md.escape(f"[{source.number} {source.grade(claim.id)}]")
    return md.link(words, desk.target("sources", claim_anchor(source.number, claim.id)), "cite")


def _used_on(desk: Desk, seed_id: str, claim_id: str) -> str:
    links = _used_links(desk, seed_id, claim_id)
    return md.classed(f"{md.span(desk.label('used_on'), 'name')} {links}", "below") if links else ""


def _used_links(desk: Desk, seed_id: str, claim_id: str) -> str:
    titles = {
        desk.session_page(session): desk.session_title(session) for session in desk.course.sessions
    }
    titles.update({f"hubs/{name}": hub.title for name, hub in desk.course.hubs.items()})
    return desk.course.wording.semicolons(
        md.link(md.escape(titles[page]), desk.target(page))
        for page in desk.cited.get((seed_id, claim_id), {})
        if page in titles
    )
