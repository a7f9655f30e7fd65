/// The desk of one script: its book, its orders and what it has staged.
public struct Desk {}
