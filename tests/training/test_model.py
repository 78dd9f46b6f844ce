import torch

from training.model import AttentionPool, mean_pool

STATES = torch.randn(2, 5, 8, generator=torch.Generator().manual_seed(3))
MASK = torch.tensor([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]])


def test_each_head_pools_the_plain_mean_before_training():
    pooled = AttentionPool(8, heads=3)(STATES, MASK)
    assert pooled.shape == (3, 2, 8)
    for head in pooled:
        torch.testing.assert_close(head, mean_pool(STATES, MASK))


def test_what_stands_at_padded_positions_changes_no_pooled_state():
    pool = AttentionPool(8, heads=3)
    torch.nn.init.normal_(pool.scores.weight)
    other = STATES.clone()
    other[0, 3:] = 100.0
    torch.testing.assert_close(pool(other, MASK), pool(STATES, MASK))


def test_each_head_looks_where_its_own_scores_are_high():
    pool = AttentionPool(8, heads=2)
    with torch.no_grad():
        pool.scores.weight[1, 0] = 50.0
    states = torch.zeros(1, 3, 8)
    states[0, 1, 0] = 1.0
    mean, focused = pool(states, torch.ones(1, 3))
    torch.testing.assert_close(mean[0], states[0].mean(0))
    torch.testing.assert_close(focused[0], states[0, 1])
