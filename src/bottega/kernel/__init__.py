"""The kernel: mechanisms of every module, without business words."""
