/// Functions of the prelude that the host calls, by number; 0 is the script's own `on_tick`.
enum PreludeEntry: Int32, CaseIterable {
  /// Ends the load: finds the callbacks.
  case finish = 1
  /// Learns the id of a symbol.
  case bind
  /// Takes over a restored state.
  case mend
  case start
  case fill
  case order
  case position
  case bar
  case timer
  case rule
  case session
  case connection
  case newDay
  case error
  case stop
  /// Gives a rewritten script a function under a name of its own.
  case offer
}
