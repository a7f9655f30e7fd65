import Foundation
import GRDB
import Market
import Money
import TestSupport
import Trading

@testable import Journal

/// A folder of its own for a test, removed when nothing refers to it any more.
final class Place: Sendable {
  let path: String

  init() throws {
    // In memory where that is possible: what a disk does is the power cuts' subject.
    let memory = "/dev/shm"
    let isMemory = FileManager.default.isWritableFile(atPath: memory)
    let folder = URL(filePath: isMemory ? memory : NSTemporaryDirectory()).appending(
      path: "sauda-journal-\(UUID().uuidString)")
    path = folder.resolvingSymlinksInPath().path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      // What is left is the system's to clean up.
    }
  }

  /// The journal's file.
  var file: String { JournalFolder.file(in: path) }

  /// Opens the journal.
  func open(_ inspection: Journal.Inspection = .whole) throws(JournalError) -> Journal {
    try Journal(
      in: path, account: .fixture(), inspection: inspection, schema: .current, reserve: 4_096)
  }

  /// Copies the database and its log, as a crash would leave them.
  func copyFiles(to other: Place) throws {
    for file in [file] + JournalFolder.companions(of: file).prefix(1) {
      let target = other.path + "/" + (file as NSString).lastPathComponent
      if FileManager.default.fileExists(atPath: target) {
        try FileManager.default.removeItem(atPath: target)
      }
      if FileManager.default.fileExists(atPath: file) {
        try FileManager.default.copyItem(atPath: file, toPath: target)
      }
    }
  }

  /// Changes the database behind the journal's back.
  func tamper(_ statements: String) throws {
    let queue = try DatabaseQueue(path: file)
    try queue.writeWithoutTransaction { try $0.execute(sql: statements) }
    try queue.close()
  }
}

extension JournalAccount {
  static func fixture(_ name: String = "ema_cross") -> JournalAccount {
    JournalAccount(
      name: name, initialBalance: Amount(rupees: 500_000),
      created: EventTime(milliseconds: 1_764_000_000_000))
  }
}

extension SessionEntry {
  static func fixture(predecessor: Int64? = nil) -> SessionEntry {
    SessionEntry(
      folder: "sessions/20261201-091500-ema_cross", mode: "paper", broker: "paper",
      predecessor: predecessor, build: "test", program: "", rules: 1, options: "{}")
  }
}

extension OrderEntry {
  static func fixture(
    number: Int64, side: OrderSide = .buy, symbol: String = "NSE:SBIN-EQ", quantity: Int64 = 100
  ) -> OrderEntry {
    OrderEntry(
      script: 0, number: number, side: side, symbol: symbol, quantity: quantity, type: .market,
      product: .intraday, isEntry: side == .buy, reason: "script", source: "ema_cross.lua:12")
  }
}

extension JournalMoment {
  static func fixture(_ number: Int64) -> JournalMoment {
    JournalMoment(
      time: EventTime(milliseconds: 1_764_560_700_000 + number * 250), tick: number)
  }
}

/// Entries drawn from a seed.
struct EntrySource {
  private var random: SplitMix64
  private(set) var orders: Int64 = 0
  private(set) var decisions: Int64 = 0
  private(set) var answers = 0
  private static let symbols = ["NSE:SBIN-EQ", "SIM:गेहूँ", "NSE:NIFTY26DEC-FUT", "-", "a b"]

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func next() -> JournalEntry {
    switch random.below(14) as Int {
    case 0: .script(script())
    case 1: order()
    case 2: .orderChange(change())
    case 3: .fill(fill())
    case 4:
      // Its script is one that no session has, so that its books need not balance.
      .wallet(
        WalletEntry(
          script: 900, cause: text(), order: optional(random.anyInt64()), change: amount(),
          wallet: amount(), realized: amount(), commission: amount(), cost: amount()))
    case 5:
      .position(
        PositionEntry(
          script: place(), symbol: symbol(), quantity: random.anyInt64(), cost: amount(),
          realized: amount(), trip: random.anyInt64(), openedAt: time(),
          product: random.pick(Product.allCases), tag: text()))
    case 6: .protection(protection())
    case 7: .state(script: place(), bytes: bytes())
    case 8: .alert(script: optional(place()), text: text())
    case 9: .command(CommandEntry(origin: text(), verb: text(), arguments: text()))
    case 10: answer()
    case 11:
      .denial(
        DenialEntry(
          script: place(), reason: random.pick(DenialReason.allCases), detail: text(),
          side: optional(random.pick(OrderSide.allCases)), symbol: symbol(),
          quantity: optional(random.anyInt64()), source: text()))
    case 12: decision()
    default:
      .snapshot(
        SnapshotEntry(
          input: random.anyInt64(), decisions: random.anyInt64(), version: random.anyInt64(),
          bytes: bytes()))
    }
  }

  mutating func moment() -> JournalMoment {
    JournalMoment(time: time(), tick: random.anyInt64())
  }

  /// A number below a bound.
  mutating func below(_ bound: Int) -> Int { random.below(bound) }

  private mutating func order() -> JournalEntry {
    orders += 1
    return .order(
      OrderEntry(
        script: place(), number: orders, side: random.pick(OrderSide.allCases), symbol: symbol(),
        quantity: random.anyInt64(), type: random.pick(OrderType.allCases),
        price: optional(price()), trigger: optional(price()),
        product: random.pick(Product.allCases), validity: random.pick(["DAY", "IOC", "GTC"]),
        isEntry: random.oneIn(2), reason: text(), tag: text(), source: text()))
  }

  private mutating func change() -> OrderChangeEntry {
    OrderChangeEntry(
      number: random.below(max(1, orders)) + 1, status: random.pick(OrderStatus.allCases),
      filled: random.anyInt64(), quantity: random.anyInt64(), price: optional(price()),
      trigger: optional(price()), reason: text(), detail: text(), brokerID: text())
  }

  private mutating func fill() -> FillEntry {
    var charges: [FillEntry.Charge] = []
    for _ in 0..<(random.below(4) as Int) {
      charges.append(FillEntry.Charge(name: text(), amount: amount()))
    }
    return FillEntry(
      script: place(), number: random.below(max(1, orders)) + 1,
      side: random.pick(OrderSide.allCases), symbol: symbol(), quantity: random.anyInt64(),
      price: price(), realized: amount(), tradeID: text(), charges: charges)
  }

  private mutating func protection() -> ProtectionEntry {
    var targets: [ProtectionEntry.Target] = []
    for _ in 0..<(random.below(4) as Int) {
      targets.append(ProtectionEntry.Target(price: price(), quantity: random.anyInt64()))
    }
    return ProtectionEntry(
      script: place(), symbol: symbol(), stop: optional(price()), stopKind: text(),
      stopSource: text(), timeExit: optional(time()), rule: text(), arguments: bytes(),
      answer: text(), targets: targets)
  }

  private mutating func script() -> ScriptEntry {
    ScriptEntry(
      script: place(), name: text(), file: text(), text: bytes(), parameters: text(),
      cash: amount())
  }

  private mutating func answer() -> JournalEntry {
    answers += 1
    return .answer(
      AnswerEntry(
        key: "key-\(answers)", request: bytes(), status: random.anyInt64(), body: bytes()))
  }

  private mutating func decision() -> JournalEntry {
    decisions += 1
    return .decision(script: place(), number: decisions, line: Array(text().utf8))
  }

  private mutating func optional<Value>(_ value: Value) -> Value? { random.oneIn(3) ? nil : value }
  private mutating func place() -> Int { random.below(3) }
  private mutating func symbol() -> String { random.pick(Self.symbols) }
  private mutating func amount() -> Amount { Amount(micros: random.anyInt64()) }
  private mutating func price() -> Price { Price(micros: random.anyInt64()) }
  private mutating func time() -> EventTime { EventTime(nanoseconds: random.anyInt64()) }

  private mutating func bytes() -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<(random.below(40) as Int) { bytes.append(random.byte()) }
    return bytes
  }

  private mutating func text() -> String {
    let letters = ["a", "Z", "0", " ", "'", "\"", "\n", "₹", "é", "e\u{301}", "%", "\u{1}", "日"]
    var text = ""
    for _ in 0..<(random.below(8) as Int) { text += random.pick(letters) }
    return text
  }
}
