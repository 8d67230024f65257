"""The steps that a flow file can name, one file each.

May import: `core`. No block file imports another.
To add a block: one file here, one line in `BLOCKS`, one test file in `tests/blocks/`.
"""

from sdg_flows.blocks.add_message import AddMessageBlock
from sdg_flows.blocks.combine_columns import CombineColumnsBlock
from sdg_flows.blocks.conditional_llm import ConditionalLLMBlock
from sdg_flows.blocks.draw_examples import DrawExamplesBlock
from sdg_flows.blocks.draw_value import DrawValueBlock
from sdg_flows.blocks.drop_columns import DropColumnsBlock
from sdg_flows.blocks.drop_duplicates import DropDuplicatesBlock
from sdg_flows.blocks.drop_near_duplicates import DropNearDuplicatesBlock
from sdg_flows.blocks.duplicate_columns import DuplicateColumnsBlock
from sdg_flows.blocks.filter_by_text import FilterByTextBlock
from sdg_flows.blocks.filter_by_value import FilterByValueBlock
from sdg_flows.blocks.flatten_columns import FlattenColumnsBlock
from sdg_flows.blocks.human_review import HumanReviewBlock
from sdg_flows.blocks.index_based_mapper import IndexBasedMapperBlock
from sdg_flows.blocks.iter import IterBlock
from sdg_flows.blocks.json_parser import JSONParserBlock
from sdg_flows.blocks.json_structure import JSONStructureBlock
from sdg_flows.blocks.llm import LLMBlock
from sdg_flows.blocks.llm_log_prob import LLMLogProbBlock
from sdg_flows.blocks.llm_messages import LLMMessagesBlock
from sdg_flows.blocks.llm_response_extractor import LLMResponseExtractorBlock
from sdg_flows.blocks.prm import PRMBlock
from sdg_flows.blocks.prompt_builder import PromptBuilderBlock
from sdg_flows.blocks.regex_parser import RegexParserBlock
from sdg_flows.blocks.rename_columns import RenameColumnsBlock
from sdg_flows.blocks.reward_model import RewardModelBlock
from sdg_flows.blocks.router import RouterBlock
from sdg_flows.blocks.row_multiplier import RowMultiplierBlock
from sdg_flows.blocks.sample_populator import SamplePopulatorBlock
from sdg_flows.blocks.sample_rows import SampleRowsBlock
from sdg_flows.blocks.sampler import SamplerBlock
from sdg_flows.blocks.select_max_reward import SelectMaxRewardResponseBlock
from sdg_flows.blocks.selector import SelectorBlock
from sdg_flows.blocks.set_to_majority_value import SetToMajorityValueBlock
from sdg_flows.blocks.strip_thinking import StripThinkingBlock
from sdg_flows.blocks.tag_parser import TagParserBlock
from sdg_flows.blocks.template import TemplateBlock
from sdg_flows.blocks.uniform_column_value_setter import UniformColumnValueSetter
from sdg_flows.blocks.value_map import ValueMapBlock
from sdg_flows.blocks.weighted_score import WeightedScoreBlock
from sdg_flows.core.block import Block

BLOCKS: dict[str, type[Block]] = {
    "CombineColumnsBlock": CombineColumnsBlock,
    "DropColumnsBlock": DropColumnsBlock,
    "DropDuplicatesBlock": DropDuplicatesBlock,
    "DuplicateColumnsBlock": DuplicateColumnsBlock,
    "FilterByValueBlock": FilterByValueBlock,
    "FlattenColumnsBlock": FlattenColumnsBlock,
    "LLMBlock": LLMBlock,
    "RenameColumnsBlock": RenameColumnsBlock,
    "SamplePopulatorBlock": SamplePopulatorBlock,
    "SelectorBlock": SelectorBlock,
    "SetToMajorityValueBlock": SetToMajorityValueBlock,
    "ConditionalLLMBlock": ConditionalLLMBlock,
    "LLMLogProbBlock": LLMLogProbBlock,
    "LLMMessagesBlock": LLMMessagesBlock,
    "LLMResponseExtractorBlock": LLMResponseExtractorBlock,
    "PRMBlock": PRMBlock,
    "PromptBuilderBlock": PromptBuilderBlock,
    "SelectMaxRewardResponseBlock": SelectMaxRewardResponseBlock,
    "HumanReviewBlock": HumanReviewBlock,
    "IndexBasedMapperBlock": IndexBasedMapperBlock,
    "IterBlock": IterBlock,
    "JSONParserBlock": JSONParserBlock,
    "JSONStructureBlock": JSONStructureBlock,
    "RegexParserBlock": RegexParserBlock,
    "RouterBlock": RouterBlock,
    "RowMultiplierBlock": RowMultiplierBlock,
    "SampleRowsBlock": SampleRowsBlock,
    "SamplerBlock": SamplerBlock,
    "StripThinkingBlock": StripThinkingBlock,
    "TagParserBlock": TagParserBlock,
    "TemplateBlock": TemplateBlock,
    "UniformColumnValueSetter": UniformColumnValueSetter,
    "ValueMapBlock": ValueMapBlock,
    "AddMessageBlock": AddMessageBlock,
    "DrawExamplesBlock": DrawExamplesBlock,
    "DrawValueBlock": DrawValueBlock,
    "DropNearDuplicatesBlock": DropNearDuplicatesBlock,
    "FilterByTextBlock": FilterByTextBlock,
    "RewardModelBlock": RewardModelBlock,
    "WeightedScoreBlock": WeightedScoreBlock,
}
"""Every block by the name that stands as `type` in a flow file."""
