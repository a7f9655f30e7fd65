import Market
import Money
import Testing
import Trading

@Suite("What requests of one callback hold")
struct HoldTests {
  @Test("cash of earlier buys is held, with commission; proceeds of sells are not there yet")
  func cash() throws {
    var bench = Bench { $0.cash = "20000" }
    let notes = Notes()
    try bench.at("100") { $0.ask(.buy, 100) }
    try bench.at("100") { desk in
      notes.tickets.append(desk.sell(100))
      notes.tickets.append(desk.ask(.buy, 99))
      notes.tickets.append(desk.ask(.buy, 1))
      notes.lines.append(desk.account().cash.description)
      notes.lines.append(desk.account().free.description)
    }
    // 9,995.00 are left; 99 cost 9,904.95; what remains does not cover one more with commission.
    #expect(notes.tickets.map(\.denial) == [nil, nil, .funds])
    #expect(
      notes.tickets[2].detail == "Insufficient balance. Need: ₹100.05, Available: ₹90.05")
    #expect(notes.lines == ["9995.00", "90.05"])
  }

  @Test("quantity of earlier sells is held")
  func quantity() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("100") { desk in
      notes.tickets.append(desk.sell(7))
      notes.tickets.append(desk.sell(4))
      notes.tickets.append(desk.sell(3))
    }
    #expect(notes.tickets.map(\.denial) == [nil, .quantity, nil])
    #expect(notes.tickets[1].detail == "Insufficient quantity. Need: 4, Available: 3")
    #expect(bench.desk.heldPosition(sbin).quantity == 0)
  }

  @Test("what is bought in a callback cannot be sold in it")
  func boughtNow() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { desk in
      notes.tickets.append(desk.ask(.buy, 10))
      notes.tickets.append(desk.sell(10))
    }
    #expect(notes.tickets.map(\.denial) == [nil, .quantity])
  }

  @Test("a limit holds its limit, a stop what it triggers at")
  func restingHolds() throws {
    var bench = Bench { $0.rate = .init(nanos: 0) ?? .standard }
    try bench.tick("99", "101", "100") { desk in
      desk.ask(.buy, 10, type: .limit, price: "95")
      #expect(desk.account().free == amount("499050"))
      desk.ask(.buy, 10, type: .stop, trigger: "110")
      #expect(desk.account().free == amount("497950"))
      desk.ask(.buy, 10, type: .stopLimit, price: "115", trigger: "110")
      #expect(desk.account().free == amount("496800"))
      desk.ask(.buy, 10)
      #expect(desk.account().free == amount("495790"))
    }
  }

  @Test("exits go first, then entries, each in the order asked")
  func order() throws {
    var bench = Bench { $0.symbols = ["A", "B"] }
    try bench.at("100", tcs) { $0.ask(.buy, 10, tcs) }
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("100") { desk in
      desk.ask(.buy, 1)
      desk.ask(.sell, 2, tcs)
      desk.ask(.buy, 3)
      desk.ask(.sell, 4)
    }
    #expect(bench.fills.suffix(4).map { $0.prefix(6) } == ["SELL 2", "SELL 4", "BUY 1 ", "BUY 3 "])
    #expect(
      bench.orders.suffix(4).map { $0.prefix(6) } == ["BUY-3 ", "SELL-4", "BUY-5 ", "SELL-6"])
  }

  @Test("a denied request gets no id and no event")
  func denied() throws {
    var bench = Bench { $0.cash = "1000" }
    let notes = Notes()
    bench.engine.rules.onCall = { call, _ in
      switch call {
      case .order, .fill, .position: notes.count += 1
      default: break
      }
      return .completed
    }
    try bench.at("100") { desk in
      desk.ask(.buy, 100)
      notes.tickets.append(desk.ask(.buy, 1))
    }
    #expect(bench.orders == ["BUY-1 executed"])
    #expect(notes.count == 3)
    #expect(bench.desk.denialCount == 1)
    #expect(bench.desk.denials[0].quantity == 100)
  }

  @Test(
    "a quantity that is no positive whole number is denied with its value",
    arguments: [
      (RequestedQuantity.whole(0), "0"), (.whole(-3), "-3"), (.whole(.min), "-9223372036854775808"),
      (.invalid("1.5"), "1.5"), (.invalid("nan"), "nan"),
    ])
  func badQuantity(_ quantity: RequestedQuantity, _ text: String) throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { desk in
      notes.tickets.append(desk.ask(.buy, 1) { $0.quantity = quantity })
    }
    #expect(notes.tickets[0].denial == .quantity)
    #expect(notes.tickets[0].detail?.hasSuffix("was \(text)") == true)
  }

  @Test("a cost out of range is QUANTITY, not FUNDS")
  func overflow() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { notes.tickets.append($0.ask(.buy, .max)) }
    #expect(notes.tickets[0].denial == .quantity)
  }

  @Test("before the first tick, in on_start and after the end orders are NOT_READY")
  func notReady() throws {
    let notes = Notes()
    var rules = ScriptedRules()
    rules.onCall = { call, desk in
      switch call {
      case .start, .stop: notes.denials.append(desk.ask(.buy, 1).denial)
      default: break
      }
      return .completed
    }
    var bench = Bench {
      $0.rules = rules
      $0.symbols = ["A", "B"]
    }
    try bench.at("100") { notes.denials.append($0.ask(.buy, 1, tcs).denial) }
    bench.engine.stop(reason: "end", into: &bench.effects)
    #expect(notes.denials == [.notReady, .notReady, .notReady])
    #expect(bench.desk.denialCount == 3)
    #expect(bench.desk.orders.count == 0)
  }

  @Test("an entry must be a multiple of the lot; an exit need not")
  func lots() throws {
    var bench = Bench { $0.lot = 30 }
    let notes = Notes()
    try bench.at("100") { desk in
      notes.denials.append(desk.ask(.buy, 45).denial)
      notes.denials.append(desk.ask(.buy, 60).denial)
    }
    try bench.at("100") { notes.denials.append($0.sell(7).denial) }
    #expect(notes.denials == [.lotSize, nil, nil])
  }

  @Test("in what has lot 0, an index, every order is denied")
  func index() throws {
    var bench = Bench { $0.lot = 0 }
    let notes = Notes()
    try bench.at("100") { desk in
      notes.denials.append(desk.ask(.buy, 1).denial)
      notes.denials.append(desk.sell(1).denial)
      notes.denials.append(desk.ask(.buy, 0).denial)
    }
    #expect(notes.denials == [.lotSize, .lotSize, .quantity])
    #expect(bench.desk.denials[0].detail.contains("NSE:SBIN-EQ has lot 0"))
  }

  @Test("an entry above the freeze quantity is denied, with the quantity named; an exit is not")
  func freeze() throws {
    var bench = Bench { $0.freeze = 100 }
    let notes = Notes()
    try bench.at("100") { desk in
      notes.denials.append(desk.ask(.buy, 101).denial)
      notes.denials.append(desk.ask(.buy, 100).denial)
      notes.denials.append(desk.ask(.buy, 50).denial)
    }
    try bench.at("100") { notes.denials.append($0.sell(150).denial) }
    #expect(notes.denials == [.quantity, nil, nil, nil])
    #expect(
      bench.desk.denials[0].detail
        == "Quantity: expected at most the freeze quantity 100 in one order, was 101")
  }
}
