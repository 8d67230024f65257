from sdg_flows.outputs.report.topics import Branch, Yield, tree


def test_leaves_stand_below_the_words_that_their_names_begin_with():
    leaves = {
        "knowledge_science_tides": Yield(5, 1),
        "knowledge_science_moon": Yield(3, 0),
        "skills_puns": Yield(0, 4),
    }

    assert tree(leaves) == [
        Branch("knowledge science", 0, 2, 8, 1, is_leaf=False),
        Branch("moon", 1, 1, 3, 0, is_leaf=True),
        Branch("tides", 1, 1, 5, 1, is_leaf=True),
        Branch("skills puns", 0, 1, 0, 4, is_leaf=True),
    ]


def test_a_leaf_whose_name_begins_others_is_a_line_of_its_own():
    assert [(one.name, one.depth) for one in tree({"a": Yield(1, 0), "a_b": Yield(1, 0)})] == [
        ("a", 0),
        ("(itself)", 1),
        ("b", 1),
    ]
