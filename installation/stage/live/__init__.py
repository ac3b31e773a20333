"""The live show: the window or none, the keys, the overlay, and what keeps it going for weeks.

    instruments  what is heard and felt, for visitors      panel      what an operator should know
    overlay      both, over the finished picture           messages   what is said once
"""
