"""Monitoring: the derived status of every action, its reasons and its history."""
