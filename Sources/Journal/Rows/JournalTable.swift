/// A table whose rows are chained, with its columns in the order of its cells.
///
/// Each also has the columns of ``leading``.
enum JournalTable: String, CaseIterable, Sendable {
  case sessions
  case seals
  case scripts
  case orders
  case orderChanges = "order_changes"
  case fills
  case charges
  case wallets
  case positions
  case protections
  case targets
  case states
  case alerts
  case commands
  case answers
  case denials
  case decisions
  case snapshots

  /// What every row begins with.
  static let leading = ["sequence", "session", "time", "tick"]

  /// Its own columns, in the order of its cells.
  var columns: [String] { Self.known[self] ?? names }

  /// Made once: they are asked for with every row.
  private static let known = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.names) })

  private var names: [String] {
    switch self {
    case .sessions:
      ["folder", "mode", "broker", "predecessor", "build", "program", "rules", "options"]
    case .seals: ["sealed", "seal", "reason"]
    case .scripts: ["script", "name", "file", "text", "parameters", "cash"]
    case .orders:
      [
        "script", "number", "side", "symbol", "quantity", "type", "price", "trigger", "product",
        "validity", "entry", "reason", "tag", "source",
      ]
    case .orderChanges:
      [
        "number", "status", "filled", "quantity", "price", "trigger", "reason", "detail",
        "broker_id",
      ]
    case .fills:
      [
        "script", "number", "side", "symbol", "quantity", "price", "realized", "trade_id",
      ]
    case .charges: ["fill", "name", "amount"]
    case .wallets:
      ["script", "cause", "number", "change", "wallet", "realized", "commission", "cost"]
    case .positions:
      [
        "script", "symbol", "quantity", "cost", "realized", "trip", "opened_at", "product", "tag",
      ]
    case .protections:
      [
        "script", "symbol", "stop", "stop_kind", "stop_source", "time_exit", "rule", "arguments",
        "answer",
      ]
    case .targets: ["protection", "price", "quantity"]
    case .states: ["script", "content", "size"]
    case .alerts: ["script", "text"]
    case .commands: ["origin", "verb", "arguments"]
    case .answers: ["key", "request", "status", "body"]
    case .denials: ["script", "reason", "detail", "side", "symbol", "quantity", "source"]
    case .decisions: ["script", "number", "line"]
    case .snapshots: ["input", "decisions", "version", "content"]
    }
  }

  /// All columns, as `SELECT` and `INSERT` name them.
  var columnList: String { (Self.leading + columns).joined(separator: ", ") }
}
