public import Market
import Money

/// What a journal tells of orders, books and notes.
extension JournalReader {
  // MARK: Orders

  /// Orders with their history, by number; without a session those of the account.
  public func orders(of session: Int64? = nil, after number: Int64 = 0, limit: Int = 1_000)
    throws(JournalError) -> [OrderRecord]
  {
    let (filter, values) = Self.filter(session)
    let orders = try records(
      OrderEntry.self, "WHERE number > ?\(filter) ORDER BY number LIMIT ?",
      [number] + values + [Int64(limit)])
    guard let first = orders.first, let last = orders.last else { return [] }
    let changes = try records(
      OrderChangeEntry.self, "WHERE number BETWEEN ? AND ? ORDER BY number, sequence",
      [first.entry.number, last.entry.number])
    let histories = Dictionary(grouping: changes, by: \.entry.number)
    return orders.map { OrderRecord(order: $0, changes: histories[$0.entry.number] ?? []) }
  }

  /// An order by its number in the account; nil when there is none.
  public func order(_ number: Int64) throws(JournalError) -> OrderRecord? {
    guard number > Int64.min else { return nil }
    return try orders(after: number - 1, limit: 1).first { $0.order.entry.number == number }
  }

  /// Executions with their charges, oldest first; without a session those of the account, without an order
  /// those of all.
  public func fills(
    of session: Int64? = nil, order: Int64? = nil, after sequence: Int64 = 0, limit: Int = 1_000
  ) throws(JournalError) -> [JournalRecord<FillEntry>] {
    let (filter, values) = Self.filter(session)
    let ofOrder = order == nil ? "" : " AND number = ?"
    let fills = try records(
      FillEntry.self, "WHERE sequence > ?\(filter)\(ofOrder) ORDER BY sequence LIMIT ?",
      [sequence] + values + [order, Int64(limit)].compactMap { $0 })
    guard let first = fills.first, let last = fills.last else { return [] }
    let rows = try records(
      ChargeRow.self, "WHERE fill BETWEEN ? AND ? ORDER BY fill, sequence",
      [first.sequence, last.sequence])
    let charges = Dictionary(grouping: rows, by: \.entry.fill)
    return fills.map { fill in
      fill.with { entry in
        var entry = entry
        entry.charges = charges[fill.sequence]?.map(\.entry.charge) ?? []
        return entry
      }
    }
  }

  /// Requests that the gate denied, oldest first.
  public func denials(of session: Int64? = nil, after sequence: Int64 = 0, limit: Int = 1_000)
    throws(JournalError) -> [JournalRecord<DenialEntry>]
  {
    try list(DenialEntry.self, session, sequence, limit)
  }

  /// The canonical lines of a session's decisions, in order; `after` is the number of a decision.
  public func decisions(of session: Int64, after number: Int64 = 0, limit: Int = 1_000)
    throws(JournalError) -> [JournalRecord<DecisionEntry>]
  {
    try records(
      DecisionEntry.self, "WHERE session = ? AND number > ? ORDER BY number LIMIT ?",
      [session, number, Int64(limit)])
  }

  /// How many decisions a session made; the number of the last one.
  public func decisionCount(of session: Int64) throws(JournalError) -> Int64 {
    try number("SELECT max(number) FROM decisions WHERE session = ?", [session]) ?? 0
  }

  // MARK: Books

  /// The money of a session's books after each change, oldest first.
  public func wallets(of session: Int64? = nil, after sequence: Int64 = 0, limit: Int = 1_000)
    throws(JournalError) -> [JournalRecord<WalletEntry>]
  {
    try list(WalletEntry.self, session, sequence, limit)
  }

  /// The positions that scripts of a session held at a time, or at its end, flat ones left out.
  public func positions(of session: Int64, at time: EventTime? = nil) throws(JournalError)
    -> [JournalRecord<PositionEntry>]
  {
    try records(
      PositionEntry.self,
      """
      WHERE quantity <> 0 AND sequence IN (
        SELECT max(sequence) FROM positions WHERE session = ? AND time <= ?
        GROUP BY script, symbol) ORDER BY script, symbol
      """, [session, time?.nanoseconds ?? .max])
  }

  /// How the protection of a position went, oldest first.
  public func protections(
    of session: Int64, script: Int? = nil, symbol: String? = nil, after sequence: Int64 = 0,
    limit: Int = 1_000
  ) throws(JournalError) -> [JournalRecord<ProtectionEntry>] {
    var cells: [JournalRow.Cell] = [.integer(sequence), .integer(session)]
    var filter = ""
    if let script {
      filter += " AND script = ?"
      cells.append(.integer(Int64(script)))
    }
    if let symbol {
      filter += " AND symbol = ?"
      cells.append(.text(symbol))
    }
    let sets = try records(
      ProtectionEntry.self, "WHERE sequence > ? AND session = ?\(filter) ORDER BY sequence LIMIT ?",
      cells + [.integer(Int64(limit))])
    guard let first = sets.first, let last = sets.last else { return [] }
    let rows = try records(
      TargetRow.self, "WHERE protection BETWEEN ? AND ? ORDER BY protection, sequence",
      [first.sequence, last.sequence])
    let targets = Dictionary(grouping: rows, by: \.entry.protection)
    return sets.map { set in
      set.with { entry in
        var entry = entry
        entry.targets = targets[set.sequence]?.map(\.entry.target) ?? []
        return entry
      }
    }
  }

  /// What a script kept as plain data at a time, or at the end; nil when it kept nothing yet.
  public func state(of session: Int64, script: Int, at time: EventTime? = nil)
    throws(JournalError) -> [UInt8]?
  {
    let found = try records(
      StateRow.self,
      "WHERE session = ? AND script = ? AND time <= ? ORDER BY sequence DESC LIMIT 1",
      [session, Int64(script), time?.nanoseconds ?? .max])
    guard let record = found.first else { return nil }
    guard let bytes = try content(record.entry.digest) else {
      throw .damaged(path: path, finding: "entry \(record.sequence): a state is missing")
    }
    return bytes
  }

  // MARK: Notes

  /// What people were told, oldest first.
  public func alerts(of session: Int64? = nil, after sequence: Int64 = 0, limit: Int = 1_000)
    throws(JournalError) -> [JournalRecord<AlertEntry>]
  {
    try list(AlertEntry.self, session, sequence, limit)
  }

  /// What people and clients asked for, oldest first.
  public func commands(of session: Int64? = nil, after sequence: Int64 = 0, limit: Int = 1_000)
    throws(JournalError) -> [JournalRecord<CommandEntry>]
  {
    try list(CommandEntry.self, session, sequence, limit)
  }

  /// What was answered under an idempotency key; nil when nothing was.
  public func answer(to key: String) throws(JournalError) -> JournalRecord<AnswerEntry>? {
    try records(AnswerEntry.self, "WHERE key = ?", [.text(key)]).first
  }

  /// What was answered under idempotency keys, oldest first.
  public func answers(of session: Int64? = nil, after sequence: Int64 = 0, limit: Int = 1_000)
    throws(JournalError) -> [JournalRecord<AnswerEntry>]
  {
    try list(AnswerEntry.self, session, sequence, limit)
  }

  // MARK: A page

  private static func filter(_ session: Int64?) -> (sql: String, values: [Int64]) {
    guard let session else { return ("", []) }
    return (" AND session = ?", [session])
  }

  private func list<Entry: TableEntry>(
    _ type: Entry.Type, _ session: Int64?, _ sequence: Int64, _ limit: Int
  ) throws(JournalError) -> [JournalRecord<Entry>] {
    let (filter, values) = Self.filter(session)
    return try records(
      type, "WHERE sequence > ?\(filter) ORDER BY sequence LIMIT ?",
      [sequence] + values + [Int64(limit)])
  }
}
