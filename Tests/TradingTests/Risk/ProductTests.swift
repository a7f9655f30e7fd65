import Market
import Money
import Testing

@testable import Trading

@Suite("Products, shorts and instruments")
struct ProductTests {
  struct Short: CustomTestStringConvertible, Sendable {
    let symbol: String
    let product: Product
    let denial: DenialReason?
    var testDescription: String { "\(symbol) \(product.rawValue)" }
  }

  static let shorts: [Short] = [
    Short(symbol: Listed.share, product: .intraday, denial: nil),
    Short(symbol: Listed.share, product: .cnc, denial: .quantity),
    Short(symbol: Listed.share, product: .margin, denial: .quantity),
    Short(symbol: Listed.future, product: .margin, denial: nil),
    Short(symbol: Listed.future, product: .cnc, denial: .quantity),
    Short(symbol: Listed.gold, product: .margin, denial: nil),
    Short(symbol: "SIM:A", product: .margin, denial: nil),
    Short(symbol: "SIM:A", product: .cnc, denial: .quantity),
    Short(symbol: "SIM:A", product: .intraday, denial: nil),
  ]

  @Test(
    "a short is opened INTRADAY, in derivatives and simulated symbols with MARGIN, never in CNC",
    arguments: shorts)
  func opensShort(_ row: Short) throws {
    let notes = Notes()
    for isDeclared in [true, false] {
      var bench = Bench(week: "10:00", [row.symbol]) {
        $0.declaration.allowsShort = true
        $0.declaration.product = isDeclared ? row.product : .intraday
      }
      try bench.tick(at: "10:00", "100") { desk in
        notes.denials.append(
          desk.ask(.sell, 1) { if !isDeclared { $0.product = row.product } }.denial)
      }
    }
    #expect(notes.denials == [row.denial, row.denial])
  }

  @Test("shares cannot be sold short with MARGIN where no calendar is asked either")
  func noCalendar() throws {
    let notes = Notes()
    var bench = Bench(week: "10:00", [Listed.share]) {
      $0.calendar = nil
      $0.declaration.allowsShort = true
      $0.declaration.product = .margin
    }
    try bench.tick(at: "10:00", "100") { notes.denials.append($0.ask(.sell, 1).denial) }
    #expect(notes.denials == [.quantity])
  }

  @Test("while a position is held, an entry of another product is denied, naming the one held")
  func otherProduct() throws {
    let notes = Notes()
    var bench = Bench(week: "10:00", [Listed.future]) { $0.declaration.product = .margin }
    try bench.tick(at: "10:00", "100") { desk in desk.ask(.buy, 10) { $0.product = .intraday } }
    try bench.tick(at: "10:01", "100") { desk in
      notes.tickets.append(desk.ask(.buy, 1))
      notes.tickets.append(desk.ask(.buy, 1) { $0.product = .intraday })
      // An exit takes the product of its position, whatever it says.
      notes.tickets.append(desk.ask(.sell, 10) { $0.product = .cnc })
    }
    #expect(notes.tickets.map(\.denial) == [.quantity, nil, nil])
    #expect(notes.tickets[0].detail?.contains("INTRADAY") == true)
    try bench.tick(at: "10:02", "100") { notes.tickets.append($0.close()) }
    try bench.tick(at: "10:03", "100") { notes.tickets.append($0.ask(.buy, 1)) }
    #expect(notes.tickets.suffix(2).map(\.denial) == [nil, nil])
    #expect(bench.desk.heldPosition(sbin).product == .margin)
  }

  @Test("exits that leave have the product of the position")
  func exits() throws {
    var session = PortSession { $0.product = .margin }
    try session.tick("100") { desk in desk.ask(.buy, 10) { $0.product = .intraday } }
    session.say(0, .filled(units: 10, price: price("100")))
    try session.tick("100") { desk in
      _ = desk.protect(sbin, .init(stopLoss: at("95")))
      desk.ask(.sell, 4)
    }
    try session.tick("94")
    let products = session.effects.compactMap { effect -> Product? in
      guard case .submit(_, _, let approved) = effect else { return nil }
      return approved.product
    }
    #expect(products == [.intraday, .intraday, .intraday])
  }

  @Test("free cash is cash less holds less what shorts have lost, and entries need it")
  func free() throws {
    let notes = Notes()
    var bench = Bench(week: "10:00", ["SIM:A", "SIM:B"]) {
      $0.cash = "3000"
      $0.declaration.allowsShort = true
      $0.declaration.product = .intraday
    }
    try bench.tick(at: "10:00", "100") { $0.ask(.sell, 10) }
    try bench.tick(at: "10:01", "90")
    // A short that wins frees nothing.
    #expect(bench.desk.account().free == amount("2000"))
    try bench.tick(at: "10:02", "150") { $0.ask(.buy, 1, type: .limit, price: "50") }
    #expect(bench.desk.account().cash == amount("2000"))
    #expect(bench.desk.account().free == amount("1500"))
    try bench.tick(at: "10:03", "100", tcs) { desk in
      notes.tickets.append(desk.ask(.buy, 16, tcs))
      notes.tickets.append(desk.ask(.buy, 15, tcs))
    }
    #expect(notes.tickets.map(\.denial) == [.funds, nil])
    #expect(
      notes.tickets[0].detail == "Insufficient balance. Need: ₹1,600.00, Available: ₹1,500.00")
  }

  @Test("an index has lot 0 and cannot be traded; no freeze quantity is no limit")
  func lots() throws {
    let notes = Notes()
    for (lot, freeze) in [(0, nil), (75, 150), (75, nil)] as [(Int64, Int64?)] {
      var bench = Bench(week: "10:00", ["SIM:A"]) {
        $0.lot = lot
        $0.freeze = freeze
      }
      try bench.tick(at: "10:00", "1") { desk in
        for quantity in [1, 75, 225] as [Int64] {
          notes.denials.append(desk.ask(.buy, quantity).denial)
        }
      }
    }
    #expect(
      notes.denials == [
        .lotSize, .lotSize, .lotSize, .lotSize, nil, .quantity, .lotSize, nil, nil,
      ])
  }
}
