"""Where the turns of speakers are: in Hansard, minutes, interviews, reactions, speeches and written answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from serving.articles.blocks import (
    CONTACT,
    MARK,
    MAX_HEADING_CHARS,
    MAX_HEADLINE_CHARS,
    OWN_VOICE,
    SINGULAR,
    Block,
    BlockType,
)
from serving.articles.deadline import Deadline
from serving.articles.lexicon import given_names
from serving.articles.name_lines import below_names
from serving.articles.names import find_names, has_role, is_name, role_heads, starts_with_name

_LABEL = re.compile(
    r"(?P<label>[A-Z][^:\n“”\"?!]{0,120}?|Q\d*|A\d*|@\w{2,30})(?P<gap>:\s+|\.\s+(?<=^[QA]\.\s))(?=\S)", re.DOTALL
)
_GOES_ON = re.compile(r"[“\"‘'][^“”\"‘’']{1,60}[”\"’'],?\s[a-z][^“”\"]+$")
"""Speech that begins with a quoted word and goes on: "'Preferred' is doing a lot of work"."""
_PICTURED_BY = re.compile(r"\((?:Image|Photo|Photograph|Picture|Pic)s?: [^()]+\)\s*$")
"""How a caption ends: "Dr Jo Marsh: money must come soon (Image: A Hale)"."""
_TELEPHONE = re.compile(r"[(+]?\d[\d ()-]{6,}")
"""What stands after a name among the contacts below a press release: "Jo Marsh T: 020 7000 5463"."""
_LABEL_WORD = re.compile(
    r"(?i:chair(?:man|woman)?|interviewer|speaker|question(?:er)?|answer|host|moderator|member of the public|q\d*|a\d*|@\w+)$|[A-Z]{2,4}$"
)
_NO_LABEL = re.compile(
    r"(?:pictured?|photo|read more|update|background|location|note|notes?|date|time|venue|subject|re|from|to|email|tel|telephone|contact|image|caption|source|"
    r"main page|full debate|department debates|NHS|STPs?|UK|EU|related|more|tags?|topics?|resolved|decision|action|agreed|present|apologies|in attendance|ends)\b",
    re.IGNORECASE,
)
_PARLIAMENT = re.compile(
    r"\bhon\. |right hon\b|\(Lab(?:/Co-op)?\)|\(Con\)|\(LD\)|\(SNP\)|\(CB\)|My Lords|noble Lord|Hansard|H[CL] Deb |in the Chair\] |Mr Deputy Speaker|Madam Deputy Speaker"
)


def in_turns(text: str, blocks: Sequence[Block], deadline: Deadline) -> list[Block]:
    """Return the blocks with speakers' turns marked, where the document has turns."""
    if asked := _lettered(text, blocks) or _put_in_public(text, blocks):
        return asked
    labels = [_turn_label(text, block) for block in deadline.watched(blocks)]
    labels = _with_askers(text, blocks, _with_surnames(text, blocks, labels))
    labels = _with_papers(text, blocks, _with_posts(text, blocks, labels))
    labelled = sum(label is not None for label in labels)
    if labelled >= 2:
        running = 3 * labelled >= sum(block.type is BlockType.PARAGRAPH for block in blocks)
        return list(_labelled(text, blocks, labels, running=running))
    if answers := below_names(text, blocks) or _answers(text, blocks):
        return answers
    if reactions := _reactions(text, blocks):
        return reactions
    if speech := _speech(text, blocks):
        return speech
    if len(_PARLIAMENT.findall(text, 0, 200_000)) >= 2:
        under = list(_under_name_lines(text, deadline.watched(blocks)))
        if _is_record(text, under):
            return under
    return _answered_in_writing(text, blocks) or _without_names(text, blocks) or list(blocks)


_SURNAME_LABEL = re.compile(r"(?P<label>[A-Z][a-z]+(?:[’'-][A-Z]?[a-z]+)*):\s+(?=[A-Z“\"‘'])")
MIN_SURNAME_TURNS = 2


def _with_surnames(
    text: str, blocks: Sequence[Block], labels: Sequence[tuple[str, int] | None]
) -> list[tuple[str, int] | None]:
    """Return the labels with the surnames among them that stand before turns of somebody named in full above: "Hale: I would"."""
    found = {
        i: match
        for i, block in enumerate(blocks)
        if labels[i] is None and (match := _SURNAME_LABEL.match(text, block.words_start, block.end))
    }
    if len(found) < MIN_SURNAME_TURNS:
        return list(labels)
    counts = Counter(match["label"] for match in found.values())
    above = text[: min(match.start() for match in found.values())]
    named = {
        word
        for word, count in counts.items()
        if count >= MIN_SURNAME_TURNS
        and any(m[1] in given_names() for m in re.finditer(rf"\b([A-Z][\w-]+) {re.escape(word)}\b", above))
    }
    return [
        (found[i]["label"], found[i].end()) if i in found and found[i]["label"] in named else label
        for i, label in enumerate(labels)
    ]


_ASKED_BY = re.compile(r"(?:Asked|Tabled) by\s+(?P<who>[A-Z][^:\n“”\"?!]{2,60})$")
"""The line above a question in the Lords: "Asked by Baroness Marsh"."""


def _with_askers(
    text: str, blocks: Sequence[Block], labels: Sequence[tuple[str, int] | None]
) -> list[tuple[str, int] | None]:
    """Return the labels with those who ask a question of ministers, each named in the line above."""
    found = list(labels)
    for i in range(1, len(blocks)):
        asked_by = _ASKED_BY.match(text, blocks[i - 1].start, blocks[i - 1].end)
        if asked_by and _TO_ASK.match(text, blocks[i].words_start):
            found[i] = asked_by["who"].strip(), blocks[i].words_start
    return found


_NAMED_WITH_POST = re.compile(
    r"(?P<who>[A-Z][^:\n“”\"?!.]{3,120}(?:\b(?:Dr|Mr|Mrs|Ms|Prof)\.[^:\n“”\"?!.]{3,80})?):\s+(?=[A-Z“])"
)


def _with_posts(
    text: str, blocks: Sequence[Block], labels: Sequence[tuple[str, int] | None]
) -> list[tuple[str, int] | None]:
    """Return the labels with the names and posts among them of those whose initials stand further down: "Editor Jo Hale: What"."""
    initials = {label[0] for label in labels if label and label[0].isupper()}
    found = list(labels)
    for i, block in enumerate(blocks if initials else []):
        match = _NAMED_WITH_POST.match(text, block.words_start, block.end) if labels[i] is None else None
        mentions = find_names(match["who"]) if match else []
        if match is None or not mentions or mentions[0].sure < 1:
            continue
        before, after = match["who"][: mentions[0].start], match["who"][mentions[0].end :]
        told = (not before or has_role(before)) and (not after or (after.startswith(", ") and has_role(after)))
        if told and "".join(word[0] for word in mentions[0].words) in initials:
            found[i] = " ".join(mentions[0].words), match.end()
    return found


_PAPERS_LABEL = re.compile(r"(?P<label>(?:The )?[A-Z][\w&’'-]*(?: [A-Z][\w&’'-]*){0,3}):\s+(?=[A-Z])")


def _with_papers(
    text: str, blocks: Sequence[Block], labels: Sequence[tuple[str, int] | None]
) -> list[tuple[str, int] | None]:
    """Return the labels with the paper's that asks among them, each before somebody's turn: "Trade Weekly: What is next?"."""
    matches = {
        i: match
        for i, block in enumerate(blocks)
        if labels[i] is None and (match := _PAPERS_LABEL.match(text, block.words_start, block.end))
    }
    counts = Counter(match["label"] for match in matches.values())
    questions = sum(text[b.end - 1] == "?" for i, b in enumerate(blocks) if labels[i] is None and i not in matches)
    asking = {
        match["label"]
        for i, match in matches.items()
        if text[blocks[i].end - 1] == "?"
        and i + 1 < len(blocks)
        and labels[i + 1]
        and not _NO_LABEL.match(match["label"])
        if counts[match["label"]] > 1 or not questions  # Where the paper is named once, the others have no label.
    }
    return [
        ("Interviewer", matches[i].end()) if i in matches and matches[i]["label"] in asking else label
        for i, label in enumerate(labels)
    ]


MIN_LETTERED = 3
_LETTERED = re.compile(r"Q[:.]?\s+(?=[A-Z“\"‘'])")


def _lettered(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with questions after a "Q" and the answers below them as turns; none without such."""
    heads = {
        i: found.end() for i, block in enumerate(blocks) if (found := _LETTERED.match(text, block.start, block.end))
    }
    others = (_turn_label(text, block) for i, block in enumerate(blocks) if i not in heads)
    if len(heads) < MIN_LETTERED or sum(label is not None for label in others) > len(heads) // 2:
        return []
    marked, asked = list(blocks), False
    for i, block in enumerate(blocks):
        if i in heads:
            marked[i], asked = replace(block, type=BlockType.TURN, body=heads[i], label="Q"), True
        elif asked and block.type in (BlockType.PARAGRAPH, BlockType.HEADING) and text[block.end - 1] in ".!?…—–":
            marked[i] = replace(block, type=BlockType.TURN, label="Answer")
    return marked


_PUT_BY = re.compile(
    r"(?P<kind>(?:(?:Public|Written|Oral|First|Second|Further|Supplementary|Follow-up)\s)*(?:[Qq]uestion|[Ss]tatement|[Rr]esponse|[Rr]eply|[Aa]nswer)|Supplementary)"
    r"(?:\s(?:[Nn]o\.?\s)?\d{1,2})?(?:\s(?:put\s|asked\s|submitted\s|received\s|made\s|given\s)?(?:(?:to\s[^:]{3,80}?\s)?from|by)\s(?:the\s)?|\s?[:(–—-]\s?|:?$)"
)
"""How minutes head what somebody asks in public and what is answered: "Question 2 from Mrs Jo Marsh, Hexby"."""
_ON_BEHALF = re.compile(
    r",?\s\(?(?:at the|on behalf|in the absence|(?:as )?read|in writing|to the)\b.*|[):\s]+$", re.DOTALL
)
_IN_PUBLIC = re.compile(
    r"(?:\d{1,3}\.?\s)?(?:public (?:questions?|participation|speaking|statements)|(?:questions?|statements?|deputations?)\b.{0,40}\bpublic)\b",
    re.IGNORECASE,
)
_MINUTED_SPEECH = re.compile(
    r"(?:In (?:reply|response),? )?(?:The |An? |He |She |It |They |Members |Mr |Mrs |Ms |Miss |Dr |Cllr |Councillor |[A-Z]\w+ [A-Z]\w+ )[^.?!“”\"]{0,80}?\b(?:said|replied|responded|asked|advised|explained|stated|thanked|confirmed|noted|reported|commented|referred|informed|agreed|answered|undertook|welcomed|told|read)\b"
)
"""How a paragraph begins that minutes put in their own words."""


def _put_in_public(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with what the public asks and is answered as turns, below lines that name who; none without two such."""
    marked, lines, label, asker, answerer = list(blocks), 0, "", "", ""
    public, fresh = False, False
    for i, block in enumerate(blocks):
        line = text[block.start : block.end]
        head = _PUT_BY.match(line) if len(line) <= MAX_HEADING_CHARS and line[-1] not in '.?!”"' else None
        if head or (public and block.type is BlockType.CAPTION and starts_with_name(line)):
            who = _ON_BEHALF.sub("", line[head.end() :] if head else line)
            asks = head is None or re.search("uestion|tatement|upplementary$", head["kind"]) is not None
            label = who if is_name(_NAME_PART.split(who)[0]) or has_role(who) else asker if asks else answerer
            asker, answerer = (label, answerer) if asks else (asker, label)
            marked[i], lines, fresh = replace(block, type=BlockType.CAPTION), lines + bool(label), True
        elif label and _is_put_or_said(block, line, first=fresh):
            marked[i], fresh = replace(block, type=BlockType.TURN, label=label), False
        elif block.type is BlockType.HEADING or line.isupper() or _RECORD_ENDS.match(line):
            public, label = _IN_PUBLIC.match(line) is not None, ""
        else:
            label = ""
    return marked if lines >= 2 and any(b.type is BlockType.TURN for b in marked) else []


_NAME_PART = re.compile(r"\s*[,(:–—]")


def _is_put_or_said(block: Block, words: str, *, first: bool) -> bool:
    """Tell whether a block below a name in minutes is what was said, not told by them; a short question looks like a heading."""
    asked = first and block.type is BlockType.HEADING and words.endswith("?")
    if not (asked or block.type is BlockType.PARAGRAPH) or _RECORD_ENDS.match(words):
        return False
    in_person = OWN_VOICE.search(words) is not None
    return in_person or (first and _MINUTED_SPEECH.match(words) is None)


_COLLECTS = re.compile(
    r"\b(?:reactions?|reacts?|respon(?:ds?|ses?)|verdicts?|views?|what they (?:say|said|think))\b", re.IGNORECASE
)
"""The headline of a page that prints what several people wrote, each below their post and name."""


def _reactions(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with paragraphs below a line such as "RCGP chair Dr Jo Marsh" as turns; none without two such."""
    if not any(_COLLECTS.search(text, b.start, min(b.end, b.start + MAX_HEADLINE_CHARS)) for b in blocks[:6]):
        return []
    lines = {i: label for i, block in enumerate(blocks) if (label := _post_and_name(text, block))}
    first = min(lines, default=0)
    if len(lines) < 2 or not any(_COLLECTS.search(text, b.start, b.end) for b in blocks[:first]):
        return []
    marked, label = list(blocks), ""
    for i, block in enumerate(blocks):
        if i in lines:
            marked[i], label = replace(block, type=BlockType.CAPTION), lines[i]
        elif block.type in (BlockType.HEADING, BlockType.CAPTION):
            label = ""
        elif label and block.type is BlockType.PARAGRAPH and not MARK.search(text, block.start, block.end):
            marked[i] = replace(block, type=BlockType.TURN, label=label)
    said = [b for b in marked if b.type is BlockType.TURN]
    in_person = sum(OWN_VOICE.search(text, b.start, b.end) is not None for b in said)
    return marked if len(said) >= len(lines) and 2 * in_person >= len(said) else []


_ADDRESSES = re.compile(
    r"\b(?:right )?hon\. (?:Friends?|Members?|Gentlem[ae]n|Lad(?:y|ies))\b|\bnoble Lords?\b|\bMy Lords\b|\bI beg to move\b|\bbefore the House\b|\bMadam Deputy Speaker\b|\bMr (?:Deputy )?Speaker\b"
)
"""How Members speak of one another and to the Chair."""
MIN_DEBATE_SHARE = 0.6


_DEBATED = re.compile(
    r"\b(?:Hansard|Commons Chamber|Lords Chamber|Westminster Hall|debated on|House of (?:Commons|Lords))\b"
)
"""What a page of Parliament's record says at its top."""
MAX_HEAD_OF_DEBATE = 10


def _without_names(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the paragraphs of a debate whose speakers' names were lost as turns of nobody known; none of another text."""
    head = blocks[:MAX_HEAD_OF_DEBATE]
    if not head or not _DEBATED.search(text, 0, head[-1].end) or not _ADDRESSES.search(text):
        return []
    own = {b.start for b in blocks if b.type is BlockType.PARAGRAPH and _speaks_there(text, b)}
    said = [b for b in blocks if own and b.type is BlockType.PARAGRAPH and b.start >= min(own)]
    if len(own) < 2 or len(own) < MIN_DEBATE_SHARE * len(said):
        return []
    return [replace(b, type=BlockType.TURN) if b.start in own else b for b in blocks]


def _speaks_there(text: str, block: Block) -> bool:
    """Tell whether a paragraph is a Member's own words: in the first person or addressed to others, and not quoted."""
    if MARK.match(text, block.start) or _MOTION.match(text, block.start):
        return False
    return bool(OWN_VOICE.search(text, block.start, block.end) or _ADDRESSES.search(text, block.start, block.end))


_TO_ASK = re.compile(r"To ask (?:the|Her Majesty|His Majesty|Mr Speaker)\b")
"""How a written question to a minister begins."""
_WRITTEN_ANSWER = re.compile(
    r"\b[Aa]nswered (?:by|on)\b|\b(?:Written|Parliamentary) [Qq]uestion|\bWritten [Aa]nswers?\b"
)
"""What a page of written answers says of itself."""
_NOT_ANSWERED = re.compile(
    r"(?:The )?[Aa]nswer(?:ed)? (?:came |was given )?(?:by|on)\b|\(?asked on\b|[A-Z][\w .’'-]+ Portrait$"
)
"""Lines around a written answer that are none of it."""


_BELOW_ANSWER = re.compile(r"Does this answer the above question\b")


def _name_above(text: str, block: Block) -> str:
    """Return the name that a line gives above a question or an answer, with a post if it is told; "" in another line."""
    line = text[block.start : block.end]
    if is_name(line) and not line.endswith(" Portrait"):
        return line
    return _pictured(line) if len(line) < MAX_PICTURED_CHARS else ""


def _answered_in_writing(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks below the name of who answers a written question as turns; none where nothing is so asked."""
    asked = next((i for i, b in enumerate(blocks) if _TO_ASK.match(text, b.words_start)), len(blocks))
    if not any(_WRITTEN_ANSWER.search(text, b.start, min(b.end, b.start + MAX_HEADLINE_CHARS)) for b in blocks):
        return []
    labels = [_name_above(text, block) for block in blocks]
    named = next((i for i in range(asked + 1, len(blocks)) if labels[i]), len(blocks))
    marked, label = list(blocks), labels[named] if named < len(blocks) else ""
    if 0 < asked < len(blocks) and _PHOTO_OF.match(text, blocks[asked - 1].start):
        marked[asked] = replace(blocks[asked], type=BlockType.TURN, label=labels[asked - 1])
    for i in range(named + 1, len(blocks)):
        line = text[blocks[i].start : blocks[i].end]
        if MARK.match(line) or _REPORTS.search(line) or _BELOW_ANSWER.match(line):
            break
        if blocks[i].type in (BlockType.PARAGRAPH, BlockType.BULLET) and not _NOT_ANSWERED.match(line):
            marked[i] = replace(blocks[i], type=BlockType.TURN, label=label)
        elif blocks[i].type is BlockType.BOILERPLATE:
            break
    return marked if any(block.type is BlockType.TURN for block in marked) else []


_GREETS = re.compile(
    r"(?:Good (?:morning|afternoon|evening)|Thank you\b(?! to\b)|Thanks\b(?! to\b)|Conference,|Friends,|Colleagues,|(?:My )?Lords, |Ladies and gentlemen|President,|Chair,|Hello\b(?! and welcome)|It[’']s (?:\w+ )?(?:great|good|lovely|wonderful|a (?:\w+ )?(?:pleasure|privilege|honour)) to\b)"
)
"""How a speech begins."""
_REPORTS = re.compile(
    r"[“\"]|\b(?:[A-Z][\w’'-]+|trust|council|union|group)\s(?:has\s)?(?:said|says|told|added|warned)\b"
)
"""What a report has in its paragraphs, and a speech seldom: the words of others."""
_OF_THE_PAPER = re.compile(r"\b(?:editor|reporter|correspondent|journalist|columnist)\b", re.IGNORECASE)
_WELCOMES_READERS = re.compile(
    r"\b[Ww]elcome to (?:our|the|this) (?:\w+ )?(?:live|newsletter|blog|coverage|bulletin|edition|website|page)\b"
)
"""How a newsletter or a page of news greets its readers."""
MAX_ABOVE_SPEECH = 5
MIN_SPEECH_PARAGRAPHS = 3


def _speech(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of a speech as turns, where the line above its greeting names who gave it; else none."""
    greets = next((i for i, b in enumerate(blocks[: MAX_ABOVE_SPEECH + 1]) if _GREETS.match(text, b.start)), 0)
    label = next(
        (line for b in reversed(blocks[:greets]) if (line := _post_and_name(text, b))),
        "",
    )
    ends = next((i for i in range(greets, len(blocks)) if CONTACT.match(text, blocks[i].start)), len(blocks))
    said = [i for i in range(greets, ends) if blocks[i].type in (BlockType.PARAGRAPH, BlockType.BULLET)]
    in_person = sum(OWN_VOICE.search(text, blocks[i].start, blocks[i].end) is not None for i in said)
    reported = sum(_REPORTS.search(text, blocks[i].start, blocks[i].end) is not None for i in said)
    if not label or _OF_THE_PAPER.search(label) or _WELCOMES_READERS.search(text, 0, blocks[greets].end):
        return []
    if len(said) < MIN_SPEECH_PARAGRAPHS or 2 * in_person < len(said) or 5 * reported > len(said):
        return []
    marked = list(blocks)
    for i in said:
        marked[i] = replace(blocks[i], type=BlockType.TURN, label=label)
    return marked


def _post_and_name(text: str, block: Block) -> str:
    """Return a line that is a name and a post, or for a post and a name "Jo Marsh (RCGP chair)"; none for another."""
    line = text[block.start : block.end]
    if block.type is BlockType.CAPTION and starts_with_name(line) and "," in line and has_role(line):
        return line
    if block.type is not BlockType.HEADING or len(line) > MAX_HEADING_CHARS or not line[-1].isalpha():
        return ""
    mentions = find_names(line)
    if not mentions or mentions[-1].sure < 1 or mentions[-1].end != len(line):
        return ""
    post = line[: mentions[-1].start].strip(" ,")
    ends_in_post = [head.end() for head in role_heads(post)][-1:] == [len(post)]
    return f"{line[mentions[-1].start :]} ({post})" if ends_in_post else ""


MIN_QUESTIONS = 4
MAX_QUESTION_CHARS, MAX_ANNOUNCED_CHARS = 220, 400
"""How long a question of an interview may be, and one where the headline says that there are some."""
MIN_ANNOUNCED_QUESTIONS = 2
"""How many questions there must be where the headline says that there are some."""
_ANNOUNCED = re.compile(
    r"\b(?:Q ?(?:&|and) ?A|questions and answers)(?: session)? with\b|\banswers? (?:what you ask|(?:your|our|readers[’']) questions)\b",
    re.IGNORECASE,
)
"""How the lines above questions tell that somebody answers them."""
MAX_LINES_OF_NAME = 3
"""How many lines a name with posts may fill above an interview."""
MIN_INTRODUCED_QUESTIONS = 3
"""How many questions there must be where the opening says that somebody was interviewed."""


def _answers(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with answers as turns, where an interview prints its questions without names; else none.

    Questions that an organisation answers in its own name are no interview.
    """
    kinds = (BlockType.PARAGRAPH, BlockType.HEADING)
    told = bool(blocks) and _ANNOUNCED.search(text, 0, blocks[min(MAX_ABOVE_SPEECH, len(blocks) - 1)].end) is not None
    longest = MAX_ANNOUNCED_CHARS if told else MAX_QUESTION_CHARS
    asked = [
        i
        for i, b in enumerate(blocks)
        if b.type in kinds
        and text[b.end - 1] == "?"
        and b.end - b.start <= longest
        and not MARK.search(text, b.start, b.start + 1 if told else b.end)
    ]
    opening = text[: blocks[asked[0]].start] if asked else ""
    put_to = sum(_TO_WHOM_IT_IS_PUT.search(text, blocks[i].start, blocks[i].end) is not None for i in asked)
    headed = put_to >= MIN_PUT and _headed_by_name(text, blocks[: asked[0]])
    introduced = len(asked) >= MIN_INTRODUCED_QUESTIONS and (headed or _interviews(opening))
    announced = told and len(asked) >= MIN_ANNOUNCED_QUESTIONS
    if len(asked) < MIN_QUESTIONS and not (introduced or announced):
        return []
    put = [i for i, b in enumerate(blocks) if asked[0] < i < asked[-1] and b.type in kinds and _is_put(text, b)]
    questions = frozenset((*asked, *put))
    marked, said = list(blocks), 0
    for i in range(asked[0], len(blocks)):
        if (
            i > asked[-1]
            and _SEEN_OFF.match(text, blocks[i].start)
            and not SINGULAR.search(text, blocks[i].start, blocks[i].end)
        ):
            break
        if i in questions:
            marked[i] = replace(blocks[i], type=BlockType.HEADING)
        elif blocks[i].type is not BlockType.PARAGRAPH:
            if blocks[i].type is BlockType.HEADING and i > asked[-1]:
                break
        elif not MARK.match(text, blocks[i].start):
            named = _turn_label(text, blocks[i]) if not said else None  # The first answer may have the name before it.
            label, body = named or ("Answer", -1)
            marked[i] = replace(blocks[i], type=BlockType.TURN, label=label, body=body)
            said += OWN_VOICE.search(text, blocks[i].start, blocks[i].end) is not None
    for i in range(len(marked) - 1, asked[-1] + 1, -1):
        if marked[i].type is BlockType.TURN and not OWN_VOICE.search(text, blocks[i].start, blocks[i].end):
            marked[i] = blocks[i]
        elif marked[i].type is BlockType.TURN:
            break
    answers = [block for block in marked if block.type is BlockType.TURN]
    follows = sum(marked[i + 1].type is BlockType.TURN for i in asked if i + 1 < len(marked))
    in_person = follows >= 0.8 * len(asked) and 2 * said >= len(answers)
    return marked if in_person and (_speaks_as_one(text, answers) or introduced or announced) else []


MIN_PUT = 2
"""How many questions below a name must be put to somebody, as an author's own headings are not."""
_TO_WHOM_IT_IS_PUT = re.compile(
    r"\b(?:did|have|had|were|was|would) you\b|\b(?:are|do) you (?:\w+ )?(?:think|see|feel|believe|hope|want|worried|happy|confident|proud|surprised|sorry|planning|going)\b|\byou (?:had|have|were|did|said|say|think|thought)\b",
    re.IGNORECASE,
)


def _headed_by_name(text: str, above: Sequence[Block]) -> bool:
    """Tell whether the lines right above the first question are a name and a post."""
    lines = [text[block.start : block.end] for block in above[-MAX_LINES_OF_NAME:]]
    named = [i for i, line in enumerate(lines) if is_name(line.title() if line.isupper() else line)]
    if not named or any(_OF_THE_PAPER.search(line) for line in lines):
        return False
    return all(has_role(line) or line[-1] not in ".!?:" for line in lines[named[0] + 1 :])


MAX_PUT_CHARS = 120
_PUT = re.compile(
    r"(?:(?:And|But|So|Yet|Still),? )?(?:(?:[A-Z][\w.’'-]*\s){1,4}(?:says|thinks|claims|argues|reckons)\s(?:that\s)?)?(?:[Yy]ou|[Yy]our)\b(?! can\b| have to\b| need\b)"
)
_SEEN_OFF = re.compile(r"(?:She|He) (?:\w+(?<!s)s|has|leaves) ")
"""How the reporter goes on after the last answer: "She walks me to the door"."""
MIN_SINGULAR_SHARE = 0.25
"""The share of the answers that must say "I" where nobody is introduced as interviewed."""
_INTRODUCED = re.compile(
    r"\binterview(?:s|ed|ing)?\b|\bin conversation with\b|\b(?:talk(?:s|ed)|spoke|speaks) to\b|\b(?:sat|sits) down with\b|"
    r"\b(?:answer(?:s|ed)?|takes|took) (?:our|your|my|readers[’'])\s(?:\w+\s)?questions\b|\bquestions to\b",
    re.IGNORECASE,
)


def _is_put(text: str, block: Block) -> bool:
    """Tell whether a paragraph puts something to the person interviewed without asking: "You were heckled there."."""
    short = block.end - block.start <= MAX_PUT_CHARS and not MARK.search(text, block.start, block.end)
    return short and bool(_PUT.match(text, block.start)) and not OWN_VOICE.search(text, block.start, block.end)


def _speaks_as_one(text: str, answers: Sequence[Block]) -> bool:
    """Tell whether the answers speak as one person does."""
    singular = sum(SINGULAR.search(text, b.start, b.end) is not None for b in answers)
    return singular >= max(1, MIN_SINGULAR_SHARE * len(answers))


def _interviews(opening: str) -> bool:
    """Tell whether an opening introduces a person as interviewed."""
    if _INTRODUCED.search(opening) is None:
        return False
    return any(
        m.sure == 2 or (m.sure and has_role(opening[max(0, m.start - 40) : m.start])) for m in find_names(opening)
    )


def _is_record(text: str, blocks: Sequence[Block]) -> bool:
    """Tell whether lines that are names divide a record of speeches, not a report that quotes politicians."""
    turns = [block for block in blocks if block.type is BlockType.TURN]
    quoting = sum(text.find("“", b.start, b.end) >= 0 or text.find('"', b.start, b.end) >= 0 for b in turns)
    pictured = any(_PORTRAIT.match(text[b.start : b.end]) or _PHOTO_OF.match(text, b.start) for b in blocks)
    return bool(turns) and (pictured or 3 * quoting <= len(turns))


MAX_IN_BRACKETS = 80
"""How far before the end of a label a name may stand in brackets: "The Minister of State (Jo Marsh) (Con)"."""


def _turn_label(text: str, block: Block) -> tuple[str, int] | None:
    if block.type in (BlockType.BOILERPLATE, BlockType.DISPLAY):
        return None
    found = _LABEL.match(text, block.words_start, block.end)
    if not found or (text[found.end()] in "“\"‘'" and not _GOES_ON.match(text, found.end(), block.end)):
        return None
    if _TELEPHONE.match(text, found.end()) or _PICTURED_BY.search(text, found.end(), block.end):
        return None
    label = found["label"].strip()
    if block.end - found.end() < MAX_HEADING_CHARS and text[block.words_start : block.end].isupper():
        return None  # A heading in capitals: "STP WORKSTREAM: STROKE SERVICES".
    if _NO_LABEL.match(label) or _goes_on_as_title(text, block, found.end()):
        return None
    named = is_name(re.sub(r"\s*\([^)]*\)", "", label)) or _LABEL_WORD.match(label)
    in_post = any(is_name(inner) for inner in re.findall(r"\(([^)]*)\)", label[-MAX_IN_BRACKETS:]))
    if named or in_post or (label.startswith("The ") and has_role(label) and len(label) < 60):
        return label, found.end()
    return None


def _goes_on_as_title(text: str, block: Block, words_start: int) -> bool:
    """Tell whether a heading goes on after a name without being speech: "Jo Marsh: the background"."""
    return block.type is BlockType.HEADING and text[words_start].islower() and text[block.end - 1].isalnum()


def _labelled(
    text: str, blocks: Sequence[Block], labels: Sequence[tuple[str, int] | None], *, running: bool
) -> Iterator[Block]:
    """Yield the blocks with turns marked; `running` says that a turn goes on in paragraphs without a name."""
    current = ""
    for i, (block, label) in enumerate(zip(blocks, labels, strict=True)):
        if label:
            current = label[0]
            yield replace(block, type=BlockType.TURN, body=label[1], label=current)
        elif _RECORD_ENDS.match(text, block.start, block.end):
            current = ""
            yield block
        elif current and _is_speech(text, block) and (running or _goes_on(text, block, labels[i + 1 : i + 3])):
            yield replace(block, type=BlockType.TURN, label=current)
        else:
            if block.type is BlockType.HEADING:
                current = ""
            yield block


def _goes_on(text: str, block: Block, following: Sequence[tuple[str, int] | None]) -> bool:
    """Tell whether a paragraph between two turns goes on with the first: in its own voice, and quoting nobody."""
    if block.type is not BlockType.PARAGRAPH or not any(following) or MARK.search(text, block.start, block.end):
        return False
    return OWN_VOICE.search(text, block.start, block.end) is not None


_RECORD_ENDS = re.compile(
    r"(?:[\[(]?(?:The|End of|End) (?:verbatim |full |agreed )*(?:record|transcript|recording|extract|note|exchange)(?: (?:ends?|ended|stops?|stopped|finishes|closes)\b|[.\])]|$)"
    r"|(?:IT WAS )?(?:RESOLVED|AGREED|NOTED)\b|Question put and agreed to|Resolved,$|The meeting (?:closed|ended|rose|adjourned|was adjourned|finished)\b)"
)
"""What ends a verbatim part of minutes."""


def _is_speech(text: str, block: Block) -> bool:
    """Tell whether a block after a speaker's name can be speech; a short question looks like a heading."""
    if block.type is BlockType.HEADING:
        return text[block.end - 1] in "?—–"
    return block.type in (BlockType.PARAGRAPH, BlockType.BULLET)


_PORTRAIT = re.compile(r"^[^\n:.]{3,60} Portrait (?=\S)")
"""What a site of debates prints for the picture before a speaker's name: "Ann Firth Portrait Ann Firth"."""
_PHOTO_OF = re.compile(r"Photo of (?P<name>[A-Z][\w .’'-]{2,50}?) (?P=name)\b")
"""What another prints, with party and seat after the name: "Photo of Ann Firth Ann Firth Labour, Thornley"."""


_PAGE_OF = re.compile(r"Main Page: (?P<name>[A-Z][\w .’'-]{2,50}?) \((?P<seat>[^()]{2,80})\)")
"""What a third prints after or instead of the name: "Main Page: Ann Firth (Labour - Thornley)"."""
_SAT = re.compile(r",?\s*(?:\d{1,2}[:.]\d\d(?:\s?[ap]m)?,?\s*)?(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4})?$")
"""When somebody spoke, after the post: "Shadow Minister (Health) 12:45, 14 September 2016"."""
MAX_PICTURED_CHARS = 320
_MOTION = re.compile(r"That this House\b|I beg to move\b")
_RESOLVES = re.compile(r"(?:has considered|notes|calls on|welcomes|believes|recognises|condemns|regrets)\b")
"""How the words of a motion begin that nobody speaks."""


def _pictured(words: str) -> str:
    """Return the name in a line that a site of debates prints above a speech, with a post if it is told; none in another line."""
    if pictured := _PHOTO_OF.match(words):
        post = _SAT.sub("", words[pictured.end() :]).strip()
        post = re.sub(r"\s\(([^()]+)\)", r", \1", post)  # Brackets hold the party elsewhere.
        return f"{pictured['name']}, {post}" if has_role(post) else pictured["name"]
    own = _PAGE_OF.match(words)
    return own["name"] if own else ""


def _under_name_lines(text: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks with those after a line that is a name as that person's turn."""
    current = ""
    posts: list[str] = []
    for block in blocks:
        words = _PORTRAIT.sub("", text[block.words_start : block.end])
        pictured = _pictured(words) if len(words) < MAX_PICTURED_CHARS else ""
        words = pictured or words
        bare = re.sub(r"\s*\([^)]*\)", "", words).strip(" :")
        in_brackets = any(is_name(inner) for inner in re.findall(r"\(([^)]*)\)", words))
        several = re.fullmatch(
            r"(?:(?:Several )?(?:Noble Lords|Hon\. Members)|Mr Speaker|Madam Speaker|The Chair)", bare
        )
        short = words.startswith("The ") and next((p for p in posts if p.startswith(f"{bare} ")), "")
        if short:
            words = short  # "The Minister of State", who was named below the whole post before.
            in_brackets = True
        if len(words) < MAX_HEADING_CHARS and (
            is_name(bare)
            or pictured != ""
            or (in_brackets and has_role(bare))
            or (in_brackets and bare.startswith("The "))
            or several
            or (block.type in (BlockType.HEADING, BlockType.CAPTION) and starts_with_name(words))
        ):
            current = words.strip(" :")
            posts += [current] if in_brackets else []
            yield replace(block, type=BlockType.CAPTION)
        elif (
            current
            and block.type in (BlockType.CAPTION, BlockType.HEADING)
            and (has_role(words) or re.fullmatch(r"(?:\([^()]+\)\s*)+", words))
            and len(words) < MAX_HEADING_CHARS
        ):
            current = f"{current}, {words}"
            yield replace(block, type=BlockType.CAPTION)
        elif current and _is_speech(text, block) and not _RESOLVES.match(text, block.start):
            yield replace(block, type=BlockType.TURN, label=current)
        else:
            if block.type is BlockType.HEADING and not _MOTION.match(text, block.start):
                current = ""
            yield block
