import Foundation
import Market
import Money
import Testing
import Trading

@testable import Journal

@Suite("The journal of the guide's reference numbers")
struct ExampleTests {
  /// 09:15 on 1 December 2026 in India.
  private static let open = EventTime(milliseconds: 1_796_096_700_000)

  /// Buys 100 at 550.00 and sells them at 549.50, as in the contract's reference numbers.
  private func write(_ journal: Journal) throws {
    let session = try journal.begin(.fixture(), at: Self.open)
    let moment = JournalMoment(time: Self.open, tick: 1)
    journal.append(
      .script(
        ScriptEntry(
          script: 0, name: "ema_cross", file: "ema_cross.lua", text: Array("-- empty".utf8),
          parameters: "{}", cash: Amount(rupees: 500_000))), at: moment)
    append(
      order: .fixture(number: 1), price: Price(micros: 550_000_000), commission: 27_500_000,
      realized: -27_500_000, change: -55_027_500_000,
      wallet: (444_972_500_000, -27_500_000, 27_500_000, 55_000_000_000), to: journal, moment)
    append(
      order: .fixture(number: 2, side: .sell), price: Price(micros: 549_500_000),
      commission: 27_480_000, realized: -77_480_000, change: 54_922_520_000,
      wallet: (499_895_020_000, -104_980_000, 54_980_000, 0), to: journal, moment)
    try journal.commit(through: 2)
    try journal.seal(session, as: .ended, reason: "operator", at: Self.open)
  }

  private func append(
    order: OrderEntry, price: Price, commission: Int64, realized: Int64, change: Int64,
    wallet: (cash: Int64, realized: Int64, commission: Int64, cost: Int64), to journal: Journal,
    _ moment: JournalMoment
  ) {
    let entries: [JournalEntry] = [
      .order(order),
      .orderChange(
        OrderChangeEntry(number: order.number, status: .executed, filled: 100, quantity: 100)),
      .fill(
        FillEntry(
          script: 0, number: order.number, side: order.side, symbol: order.symbol, quantity: 100,
          price: price, realized: Amount(micros: realized),
          charges: [.init(name: "commission", amount: Amount(micros: commission))])),
      .wallet(
        WalletEntry(
          script: 0, cause: "fill", order: order.number, change: Amount(micros: change),
          wallet: Amount(micros: wallet.cash), realized: Amount(micros: wallet.realized),
          commission: Amount(micros: wallet.commission), cost: Amount(micros: wallet.cost))),
    ]
    for entry in entries { journal.append(entry, at: moment) }
  }

  /// `scripts/test-journal-page` names the folder, and lets other programs read what is in it.
  @Test("they are kept to the last paisa, and the books balance")
  func referenceNumbers() throws {
    let place = try Place()
    let folder = ProcessInfo.processInfo.environment["JOURNAL_EXAMPLE"] ?? place.path
    let journal = try Journal(in: folder, account: .fixture())
    try write(journal)
    try journal.close()
    let reader = try JournalReader(in: folder)
    #expect(
      try reader.wallets().map(\.entry.wallet.description) == ["444972.50", "499895.02"])
    #expect(try reader.fills().map(\.entry.realized.description) == ["-27.50", "-77.48"])
    #expect(try JournalAudit.inspect(folder).entries == 13)
  }
}
