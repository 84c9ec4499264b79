"""Documents made beside the page, one after the other: what is done, what is under way, and the files at the end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from prioritizer.domain.criteria import CriteriaSet, PrioritySet
from prioritizer.publication.criteria_page import criteria_files
from prioritizer.publication.folder import PARTS, folder_files
from prioritizer.publication.forms import FORMS, Form, template_files
from prioritizer.publication.publisher import Publisher
from prioritizer.publication.theme import Theme
from prioritizer.web.jobs import Job
from prioritizer.web.publishing import Ready, today

SECONDS = 120.0
"""What such work is thought to take at most."""
EACH = "each"
"""The step at which the sheets of projects are made, one file each."""
LOOK = Theme()


@dataclass(frozen=True)
class Making:
    """``step`` names what is under way: a language and a form, or a part of the folder. ``files`` come at the end."""

    done: int
    steps: int
    step: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)


class Stopped(Exception):
    """Somebody asked for the work to end."""


def template(ready: Ready, langs: Sequence[str], forms: Sequence[Form], *, each: bool) -> Job[Making]:
    """The annual document in languages and forms, in the order of ``FORMS``; ``each``: one PDF a project too."""
    asked = [form for form in FORMS if form in forms]
    steps = [(lang, form) for lang in langs for form in [*asked, *([EACH] if each else [])]]

    def work(job: Job[Making]) -> Making:
        editions = ready.edition(langs[0]).into(langs)
        files: dict[str, bytes] = {}
        for place, (lang, form) in enumerate(steps):
            _tell(job, Making(place, len(steps), (lang, str(form))))
            kinds = () if form == EACH else (Form(form),)
            one = {lang: editions[lang]}
            files |= template_files(one, ready.year, LOOK, ready.date, kinds, each=form == EACH)
        return Making(len(steps), len(steps), files=files)

    return Job(work, SECONDS).start()


def folder(ready: Ready, langs: Sequence[str], *, each: bool, adopted: bytes | None = None) -> Job[Making]:
    """The public folder that ``prioritizer publish`` writes, once it verifies; ``adopted``: the criteria file."""

    def work(job: Job[Making]) -> Making:
        def step(part: str) -> None:
            _tell(job, Making(PARTS.index(part), len(PARTS), (part,)))

        editions = ready.edition(langs[0]).into(langs)
        files = folder_files(
            editions,
            ready.text,
            LOOK,
            Publisher(),
            ready.date,
            approval=ready.signed,
            each=each,
            criteria=adopted,
            step=step,
        )
        return Making(len(PARTS), len(PARTS), files=files)

    return Job(work, SECONDS).start()


def criteria(
    found: CriteriaSet, priorities: PrioritySet | None, langs: Sequence[str], adopted: bytes | None = None
) -> Job[Making]:
    """The public page of a criteria set, its PDF, and the set as data; ``adopted``: the criteria file itself."""

    def work(job: Job[Making]) -> Making:
        _tell(job, Making(0, 1))
        files = criteria_files(found, langs, LOOK, today(), priorities=priorities, source=adopted)
        return Making(1, 1, files=files)

    return Job(work, SECONDS).start()


def _tell(job: Job[Making], made: Making) -> None:
    if job.stopped:
        raise Stopped
    job.tell(made)


Start = Callable[[], Job[Making]]
