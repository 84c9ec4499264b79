"""Names of the files that the annual template makes."""

from types import SimpleNamespace

from prioritizer.publication.forms import _names


def names(*ids):
    return list(_names(tuple(SimpleNamespace(id=one) for one in ids)))


def test_no_identifier_leaves_its_folder_nor_takes_the_file_of_another():
    made = names("A-01", "../../etc", "a-01", "C:\\x", "", "é/é", "A" * 300)
    assert made == ["A-01", "etc", "a-01-2", "C-x", "projet", "é-é", "A" * 60]
