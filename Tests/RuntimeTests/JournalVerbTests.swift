import Foundation
import Journal
import Market
import Money
import Testing
import Trading

@Suite("The journal's verbs")
struct JournalVerbTests {
  private static let open = EventTime(milliseconds: 1_796_096_700_000)

  /// A journal of one session with one order, of which a part was filled before the day ended.
  private func journal(in folder: String) throws {
    let journal = try Journal(
      in: folder,
      account: JournalAccount(
        name: "ema_cross", initialBalance: Amount(rupees: 500_000), created: Self.open))
    let session = try journal.begin(
      SessionEntry(
        folder: "sessions/one", mode: "paper", broker: "paper", predecessor: nil, build: "1",
        program: "", rules: 1, options: "{}"), at: Self.open)
    let entries: [JournalEntry] = [
      .order(
        OrderEntry(
          script: 0, number: 1, side: .buy, symbol: "NSE:SBIN-EQ", quantity: 100, type: .limit,
          price: Price(micros: 550_050_000), product: .intraday, isEntry: true, reason: "script",
          source: "ema_cross.lua:12")),
      .fill(
        FillEntry(
          script: 0, number: 1, side: .buy, symbol: "NSE:SBIN-EQ", quantity: 40,
          price: Price(micros: 550_000_000), realized: Amount(micros: -11_000_000),
          charges: [.init(name: "commission", amount: Amount(micros: 11_000_000))])),
      .orderChange(OrderChangeEntry(number: 1, status: .partial, filled: 40, quantity: 100)),
      .orderChange(
        OrderChangeEntry(
          number: 1, status: .cancelled, filled: 40, quantity: 100, reason: "day_end")),
    ]
    for entry in entries { journal.append(entry, at: JournalMoment(time: Self.open, tick: 1)) }
    try journal.commit(through: 1)
    try journal.seal(session, as: .ended, reason: "operator", at: Self.open)
    try journal.close()
  }

  @Test("sessions and orders are listed, exactly")
  func lists() throws {
    let folder = try ScratchFolder()
    try journal(in: folder.url.path)
    let sessions = try SaudaProcess.run(["sessions", "."], folder: folder.url)
    #expect(
      sessions.text == """
        ema_cross, begun with ₹5,00,000.00 at 2026-12-01T09:15:00.000+05:30
        #     BEGAN                          MODE      STANDS       ORDERS    FOLDER
        1     2026-12-01T09:15:00.000+05:30  paper     ended        1         sessions/one

        """)
    let orders = try SaudaProcess.run(["orders", "."], folder: folder.url)
    #expect(
      orders.text == """
        ID          TIME                           STATUS     FILLED       \
        SYMBOL                PRICE                     WHY
        BUY-1       2026-12-01T09:15:00.000+05:30  cancelled  40/100       \
        NSE:SBIN-EQ           40 @ ₹550.00              script, day_end

        """)
    let json = try SaudaProcess.run(
      ["orders", ".", "--session", "1", "--json"], folder: folder.url)
    #expect(
      json.text == """
        [
          {"order_id": "BUY-1", "session": 1, "script": 0, \
        "time": "2026-12-01T09:15:00.000+05:30", "tick": 1, "side": "BUY", \
        "symbol": "NSE:SBIN-EQ", "quantity": 100, "type": "limit", "price": 550.05, \
        "trigger": null, "product": "INTRADAY", "validity": "DAY", "reason": "script", "tag": "", \
        "source": "ema_cross.lua:12", "status": "cancelled", "filled": 40, "history": [\
        {"time": "2026-12-01T09:15:00.000+05:30", "tick": 1, "status": "partial", "filled": 40, \
        "quantity": 100, "reason": "", "detail": ""}, \
        {"time": "2026-12-01T09:15:00.000+05:30", "tick": 1, "status": "cancelled", \
        "filled": 40, "quantity": 100, "reason": "day_end", "detail": ""}], "fills": [\
        {"time": "2026-12-01T09:15:00.000+05:30", "tick": 1, "quantity": 40, "price": 550.00, \
        "realized_pnl": -11.00, "charges": {"commission": 11.00}}]}
        ]

        """)
    let all = try SaudaProcess.run(["sessions", ".", "--json"], folder: folder.url)
    #expect(all.text.contains("\"initial_balance\": 500000.00"))
    let unknown = try SaudaProcess.run(["orders", ".", "--session", "7"], folder: folder.url)
    #expect(unknown.code == 64)
    #expect(
      unknown.lastLine
        == ".: expected a session from 1 to 1, found 7; `sauda sessions` lists them")
  }

  @Test("a journal is copied and checked, and a changed one is told")
  func checks() throws {
    let folder = try ScratchFolder()
    let missing = try SaudaProcess.run(["journal", "check", "."], folder: folder.url)
    #expect(missing.code == 74)
    #expect(missing.lastLine == ".: no journal here; use the data folder of an account")
    try journal(in: folder.url.path)
    let copied = try SaudaProcess.run(
      ["journal", "backup", ".", "copy.sqlite"], folder: folder.url)
    #expect(copied.code == 0, "\(copied.error)")
    for place in [".", "copy.sqlite"] {
      let check = try SaudaProcess.run(["journal", "check", place], folder: folder.url)
      #expect(check.code == 0, "\(check.error)")
      #expect(check.text.hasPrefix("\(place): sound: 3 commits, 7 entries, up to "))
    }
    let again = try SaudaProcess.run(
      ["journal", "backup", ".", "copy.sqlite"], folder: folder.url)
    #expect(again.code == 64)
    // One byte of a text, where it stands in the file.
    let file = folder.url.appending(path: "copy.sqlite")
    var bytes = try Data(contentsOf: file)
    let place = try #require(bytes.firstRange(of: Data("day_end".utf8)))
    bytes[place.lowerBound] = UInt8(ascii: "b")
    try bytes.write(to: file)
    let check = try SaudaProcess.run(["journal", "check", "copy.sqlite"], folder: folder.url)
    #expect(check.code == 1)
    #expect(
      check.lastLine.contains("commit 2, entries 2 to 6: its hash is"), "\(check.lastLine)")
  }
}
