import random
import time

from zhibao.audit.report.copied import LEAST, Prose, copied_passages, prose_of
from zhibao.document.readers.read import read_text

SHARED = "学校坚持产教融合校企合作的办学方向，与本地骨干企业共同制定人才培养方案，共同开发课程并评价学生。"


def noise(seed: int, length: int) -> str:
    letters = random.Random(seed)
    return "".join(chr(letters.randint(0x4E00, 0x9FA5)) for _ in range(length))


def report(name: str, *paragraphs: str) -> Prose:
    return Prose(name, tuple((number, text) for number, text in enumerate(paragraphs, 1)))


def test_a_passage_in_two_reports_is_found_with_its_places_whatever_stands_around_it() -> None:
    first = report("甲.txt", noise(1, 90), noise(2, 33) + SHARED + noise(3, 51))
    second = report("乙.txt", noise(4, 7) + SHARED, noise(5, 60))
    (found,) = copied_passages([first, second])
    assert found.text == SHARED
    assert [(one.file, one.line) for one in found.standings] == [("甲.txt", 2), ("乙.txt", 1)]


def test_every_passage_of_the_least_length_is_found_at_every_offset() -> None:
    passage = noise(6, LEAST)
    for offset in range(LEAST):
        reports = [report("甲", noise(7, offset) + passage + noise(8, 50)), report("乙", noise(9, 45) + passage)]
        assert [one.text for one in copied_passages(reports)] == [passage]


def test_a_shorter_passage_is_no_copy() -> None:
    passage = noise(10, LEAST - 1)
    assert copied_passages([report("甲", noise(11, 30) + passage), report("乙", passage + noise(12, 30))]) == []


def test_a_passage_copied_with_other_digits_is_found_and_says_so() -> None:
    text = f"{SHARED}全年培训420人。"
    changed = text.replace("420", "388")
    (found,) = copied_passages([report("甲", text), report("乙", changed), report("丙", text)])
    assert [one.same_numbers for one in found.standings] == [True, False, True]


def test_a_passage_does_not_reach_over_paragraphs_and_a_report_does_not_copy_itself() -> None:
    half = len(SHARED) // 2
    assert copied_passages([report("甲", SHARED, SHARED)]) == []
    assert copied_passages([report("甲", SHARED), report("乙", SHARED[:half], SHARED[half:])]) == []


def test_prose_is_the_running_text_without_blanks() -> None:
    reading = read_text(f"1 基本情况\n\n{SHARED[:20]} {SHARED[20:]}\n", "甲.txt")
    assert [text for _, text in prose_of(reading).paragraphs] == [SHARED]


def test_the_cost_grows_with_the_text_and_not_with_the_pairs() -> None:
    def seconds(count: int) -> float:
        reports = [report(f"{n}", *(noise(100 * n + k, 500) + SHARED for k in range(4))) for n in range(count)]
        started = time.process_time()
        assert len(copied_passages(reports)) == 1
        return time.process_time() - started

    assert seconds(48) < 8 * max(seconds(12), 0.01)
