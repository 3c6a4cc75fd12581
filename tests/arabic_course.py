"""A course in Arabic with every kind of slide, numbers and Latin words among the Arabic ones."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from builders.course import AgendaDay, AgendaEntry, Course, Edition, ScheduledStep, Session
from builders.models.marks import for_participants
from builders.models.module import Module
from builders.models.shelves import Case, Term
from tests.handbook_course import CASE, MODULE, TERM, small_course, wording

LABELS = {
    "common.minutes": "{minutes} دقيقة",
    "common.session": "الجلسة {number}",
    "common.day": "اليوم {number}",
    "common.pillar_identify": "التعرّف",
    "common.method_exercise": "تمرين",
    "common.status_fact": "واقعة مُبلّغ عنها",
    "common.status_allegation": "ادعاء غير مثبت",
    "common.denial": "الطرف الآخر: {denial}",
    "common.denial_not_found": "لم يوجد رد من الشخص المعني.",
    "common.stage_composite": "حالة مركّبة: وُضعت للتدريب. لا شخص حقيقي.",
    "common.indicators_statement": "المؤشرات تبدأ تحقيقًا ولا تثبت شيئًا.",
    "common.date_with_weekday": "{weekday} {day} {month} {year}",
    "common.date": "{day} {month} {year}",
    "common.weekday_6": "الأحد",
    "common.month_1": "يناير",
    "deck.part": "{title} ({number}/{count})",
    "deck.opening": "الافتتاح",
    "deck.agenda_day": "اليوم {number}: {date}",
    "deck.agenda_time": "الوقت",
    "deck.agenda_what": "ماذا",
    "deck.agenda_minutes": "المدة",
    "deck.contents": "خطوات هذه الجلسة",
    "deck.contents_step": "الخطوة",
    "deck.objectives": "في النهاية، كل مشارك:",
    "deck.step": "الخطوة {number} من {count}",
    "deck.status": "الحالة",
    "deck.reported": "ما أُبلغ عنه",
    "deck.materials": "تحتاجون",
    "deck.key_messages": "للعودة إلى البيت",
    "deck.sources": "مصادر هذه الجلسة",
    "deck.source_line": "المصادر: {sources}",
    "deck.case_where": "{place}. {period}.",
    "deck.note_clock": "{start}–{end}، نحو {minutes} دقيقة. الخطوة: {step}. {elapsed} من {total}.",
    "deck.note_say": "قل",
    "deck.note_listen_for": "استمع إلى",
    "deck.map_note": "لا تعبّر الحدود المبينة عن أي رأي. Natural Earth.",
    "deck.country_libya": "ليبيا",
    "deck.country_tunisia": "تونس",
    "deck.country_algeria": "الجزائر",
    "deck.country_niger": "النيجر",
    "deck.country_chad": "تشاد",
    "deck.country_sudan": "السودان",
    "deck.country_egypt": "مصر",
}
"""Enough labels for slides that can be looked at; the others stay English here."""

BLOCKS: list[dict[str, Any]] = [
    {
        "kind": "points",
        "title": "ثلاث نقاط و50% من الحالات",
        "lead": "وفق القانون رقم 10 لسنة 2013 (المادة 2):",
        "points": [
            "سجّل ما قيل كما قيل [@panel:one].",
            {"text": "تقرير UNHCR لعام 2024 (المادة 3)", "points": ["نحو 97,000 شخص، أي 45.5%"]},
            "الساعة 09:15–10:30 في المدخل رقم 3",
        ],
        "say": "اقرأ النقطة الأولى ثم انتظر 10 ثوانٍ. اسأل عن تقرير UNHCR.",
    },
    {"kind": "definition", "term": "victim", "note": "لاحظ الفعل."},
    {
        "kind": "table",
        "title": "أربعة أرقام (2024)",
        "columns": ["التاريخ", "من يقول", "الرقم"],
        "rows": [
            ["15 سبتمبر 2024", "UNHCR", "97,000 [@panel:one]"],
            ["24 ديسمبر 2024", "البلدية", "نحو 50%"],
        ],
        "note": "رقم بلا تاريخ إشاعة.",
    },
    {
        "kind": "comparison",
        "title": "جريمتان",
        "left": {"heading": "التهريب", "points": ["حدود", "مقابل مال"]},
        "right": {"heading": "الاتجار", "points": ["استغلال", "وسيلة"]},
    },
    {
        "kind": "process",
        "title": "خمس مراحل",
        "stages": [
            {"label": "انظر", "text": "10 دقائق"},
            {"label": "اسأل", "text": "سؤال مفتوح"},
            {"label": "سجّل", "text": "كما قيل"},
            {"label": "أحِل", "text": "إلى UNHCR"},
            {"label": "راجع"},
        ],
    },
    {
        "kind": "cycle",
        "title": "دورة المعلومات",
        "stages": [{"label": each} for each in ("مهمة", "جمع", "تقييم", "تحليل", "مشاركة")],
    },
    {
        "kind": "timeline",
        "title": "تواريخ",
        "events": [
            {"date": "2000", "text": "توقيع البروتوكول [@panel:one]"},
            {"date": "مايو 2024", "text": "تحرير 107 أشخاص"},
        ],
    },
    {
        "kind": "chart",
        "title": "أعداد الأشخاص",
        "chart": "bar",
        "unit": "أشخاص (2024)",
        "categories": ["الكفرة", "أجدابيا"],
        "series": [
            {"name": "نساء", "values": ["120", "80"]},
            {"name": "رجال", "values": ["200", "150"]},
        ],
        "alt": "العدد في الكفرة أكبر.",
    },
    {
        "kind": "chart",
        "title": "أعداد السنوات",
        "chart": "column",
        "unit": "أشخاص",
        "categories": ["2023", "2024"],
        "series": [{"name": "المجموع", "values": ["120", "80"]}],
        "alt": "انخفض العدد.",
    },
    {"kind": "map", "title": "المدينة", "alt": "مدينة في الجنوب."},
    {"kind": "indicators", "title": "مؤشرات", "items": ["لا يحمل أوراقه", "يخاف من 1 إلى 2"]},
    {
        "kind": "question",
        "title": "سؤال",
        "prompt": "ماذا تفعل في أول 10 دقائق؟",
        "minutes": 5,
        "listen_for": ["الماء أولًا"],
    },
    {
        "kind": "exercise",
        "title": "عشرون واقعة",
        "task": "1. اقرأ الوقائع.\n2. ضع كل رقم في عمود (A أو B).",
        "groups": "مجموعات من 4",
        "minutes": 20,
        "materials": ["ورقة وقلم"],
    },
    {"kind": "case", "title": "المزرعة", "case": "farm"},
    {"kind": "warning", "title": "عمر مشكوك فيه", "text": "من هو دون 18 سنة طفل."},
    {"kind": "note", "title": "معلومة", "text": "لا يكفي مصدر واحد [@panel:one]."},
]


def arabic_course(edition: Edition = "trainer") -> Course:
    """The course of two steps over one day, with its labels as far as slides show them."""
    english = wording()
    words = replace(english, language="ar", direction="rtl", labels={**english.labels, **LABELS})
    course = small_course(edition, wording=words)
    steps = [
        {**MODULE["steps"][0], "title": "النظرة الثانية", "blocks": BLOCKS},
        {**MODULE["steps"][0], "id": "more", "title": "بعد الاستراحة", "blocks": BLOCKS[:1]},
    ]
    module = Module.model_validate(
        {
            **MODULE,
            "title": "انظر، اسأل، تصرّف",
            "summary": "ما العمل في الساعة الأولى؟ 60 دقيقة حاسمة.",
            "objectives": [{**MODULE["objectives"][0], "text": "يذكر 3 علامات."}],
            "key_messages": ["انظر أولًا."],
            "steps": steps,
        }
    )
    scenes = [
        {
            "id": "gate",
            "title": "عند البوابة",
            "facts": [
                {"text": "طلب شخصان الماء في الساعة 06:30.", "status": "fact"},
                {"text": "قيل إن 3 عمال لم يُدفع لهم.", "status": "allegation", "denial": "دفعت."},
            ],
            "ask": "من يتكلم مع الشخص أولًا؟",
        }
    ]
    case = Case.model_validate(
        {
            **CASE,
            "title": "المزرعة",
            "summary": "تقرير يقود دورية إلى مزرعة. 6 أشخاص هناك.",
            "place": "بلدة",
            "period": "سنة قريبة",
            "scenes": scenes,
        }
    )
    if edition == "participant":
        module, case = for_participants(module), for_participants(case)
    term = Term.model_validate(
        {**TERM, "term": "ضحية مفترضة", "definition": "شخص قد يكون تعرض للاتجار (المادة 3)."}
    )
    start, later = datetime.time(9, 0), datetime.time(10, 20)
    kept = (ScheduledStep(module.steps[0], 1, start), ScheduledStep(module.steps[1], 1, later))
    entries = (
        AgendaEntry("opening", datetime.time(8, 30), 30, "الافتتاح"),
        AgendaEntry("step", start, 60, "النظرة الثانية", 1, "start"),
        AgendaEntry("break", datetime.time(10, 0), 20, "استراحة"),
        AgendaEntry("step", later, 60, "بعد الاستراحة", 1, "more"),
    )
    return replace(
        course,
        title="الساعة الأولى",
        subtitle="انظر، اسأل، تصرّف",
        marking="للتدريب فقط",
        sessions=(Session(1, "look", module, kept),),
        cases={"farm": case},
        terms={"victim": term},
        days=(AgendaDay(1, datetime.date(2027, 1, 17), entries),),
    )
