/// Why a working order was taken back; the words of reports and scripts.
enum CancelReason: Hashable, Sendable {
  /// The script asked.
  case script
  /// Its symbol's continuous trading ended.
  case dayEnd
  /// It could not be filled at once.
  case immediate
  /// Entries end at this time of the day.
  case noEntryAfter
  /// The symbol is squared off.
  case squareOff
  /// A person said so, or trouble outside.
  case `operator`
  /// A limit of the strategy was reached.
  case limit(String)
  /// The exchange or the broker did it by itself.
  case broker
  /// It found nobody to deal with for too long.
  case timeout
  /// An exit that goes first took its place.
  case exit(String)

  /// The word.
  var text: String {
    switch self {
    case .script: "script"
    case .dayEnd: "day_end"
    case .immediate: "ioc"
    case .noEntryAfter: "no_entry_after"
    case .squareOff: "square_off"
    case .operator: "operator"
    case .limit(let name): "limit:\(name)"
    case .broker: "broker"
    case .timeout: "timeout"
    case .exit(let reason): reason
    }
  }
}
