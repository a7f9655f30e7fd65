import Journal
import Market
import Money
import Reporting

/// The sessions of an account, for people and for programs.
struct SessionList {
  private let account: JournalAccount
  private var rows: [(session: SessionRecord, orders: Int64)] = []

  /// None yet.
  init(account: JournalAccount) { self.account = account }

  /// Takes the next session, and how many orders it made.
  mutating func add(_ session: SessionRecord, orders: Int64) { rows.append((session, orders)) }

  /// A table.
  func text() -> [UInt8] {
    let widths = [4, 29, 8, 11, 8, 0]
    var lines = [
      "\(SafeText.escaped(account.name)), begun with \(account.initialBalance.rupeeText) at "
        + IndianTime(account.created).iso8601,
      JournalTextRow.text(["#", "BEGAN", "MODE", "STANDS", "ORDERS", "FOLDER"], widths: widths),
    ]
    for (session, orders) in rows {
      lines.append(
        JournalTextRow.text(
          [
            "\(session.number)", IndianTime(session.began).iso8601, session.entry.mode,
            session.seal.rawValue, IndianGrouping.grouped("\(orders)"), session.entry.folder,
          ], widths: widths))
    }
    return Array(lines.reduce(into: "") { $0 += $1 + "\n" }.utf8)
  }

  /// One JSON object.
  func json() -> [UInt8] {
    var json = JSONWriter()
    json.beginObject(layout: .lines)
    json.field("account", account.name)
    json.field("initial_balance", account.initialBalance)
    json.field("created", account.created)
    json.beginArray("sessions", layout: .lines)
    for (session, orders) in rows {
      json.beginObject(layout: .inline)
      json.field("session", session.number)
      json.field("began", session.began)
      json.field("mode", session.entry.mode)
      json.field("broker", session.entry.broker)
      json.field("predecessor", session.entry.predecessor)
      json.field("seal", session.seal.rawValue)
      json.field("sealed", session.sealed)
      json.field("reason", session.reason)
      json.field("orders", orders)
      json.field("build", session.entry.build)
      json.field("folder", session.entry.folder)
      json.end()
    }
    json.end()
    json.end()
    return json.take()
  }
}
