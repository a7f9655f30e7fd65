import Money

/// Holds the books that a journal tells of to the identity `wallet + cost = initial + realized`.
struct BookCheck {
  /// What the book of each script of the session under way began with.
  private var initial: [Int: Amount] = [:]
  private var session: Int64 = 0

  /// Takes the next row.
  ///
  /// - Throws: ``JournalError/damaged(path:finding:)`` when the books of a script do not balance.
  mutating func take(_ row: JournalRow, _ path: String) throws(JournalError) {
    if row.session != session {
      session = row.session
      initial = [:]
    }
    var cells = CellReader(row, path: path)
    switch row.table {
    case .scripts:
      let script = try ScriptRow(&cells).entry
      initial[script.script] = script.cash
    case .wallets:
      let wallet = try WalletEntry(&cells)
      guard let began = initial[wallet.script] else { return }
      let (left, right) = (
        Int128(wallet.wallet.micros) + Int128(wallet.cost.micros),
        Int128(began.micros) + Int128(wallet.realized.micros)
      )
      guard left == right else {
        throw .damaged(
          path: path,
          finding: "entry \(row.sequence): the books of script \(wallet.script) do not balance: "
            + "wallet + cost is \(left) millionths, initial + realized is \(right)")
      }
    default: return
    }
  }
}
