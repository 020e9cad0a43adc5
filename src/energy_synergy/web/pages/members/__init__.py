"""Companies of a group: who they are, where they are, how long they belong to it and what others see of them."""
