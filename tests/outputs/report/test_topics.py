from sdg_flows.outputs.report.topics import RowCounts, TreeLine, tree


def test_leaves_stand_below_the_words_that_their_names_begin_with():
    leaves = {
        "knowledge_science_tides": RowCounts(5, 1),
        "knowledge_science_moon": RowCounts(3, 0),
        "skills_puns": RowCounts(0, 4),
    }

    assert tree(leaves) == [
        TreeLine("knowledge science", 0, 2, 8, 1, is_leaf=False),
        TreeLine("moon", 1, 1, 3, 0, is_leaf=True),
        TreeLine("tides", 1, 1, 5, 1, is_leaf=True),
        TreeLine("skills puns", 0, 1, 0, 4, is_leaf=True),
    ]


def test_a_leaf_whose_name_begins_others_is_a_line_of_its_own():
    assert [(one.name, one.depth) for one in tree({"a": RowCounts(1, 0), "a_b": RowCounts(1, 0)})] == [
        ("a", 0),
        ("(itself)", 1),
        ("b", 1),
    ]
