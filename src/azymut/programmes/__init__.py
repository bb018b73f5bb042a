"""Programmes: strategies, versions, the tree of actions, milestones, budgets, targets."""
