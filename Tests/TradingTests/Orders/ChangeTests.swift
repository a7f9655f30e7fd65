import Market
import Money
import Testing
import Trading

@Suite("Cancelling and modifying")
struct ChangeTests {
  @Test("cancel ends a resting order and gives back what it held")
  func cancel() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { notes.tickets.append($0.ask(.buy, 10, type: .limit, price: "95")) }
    #expect(bench.desk.account().free == amount("499049.52"))
    try bench.at("100") { desk in
      notes.denials.append(desk.cancel(order: notes.tickets[0].index, source: "")?.reason)
    }
    #expect(notes.denials == [nil])
    #expect(bench.orders == ["BUY-1 cancelled"])
    #expect(bench.desk.holdsNothing)
    try bench.at("90")
    #expect(bench.fills.isEmpty)
  }

  @Test("what is not working any more can be neither cancelled nor modified")
  func notWorking() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("100") { desk in
      for index in [0, 1, -1, .max] {
        notes.denials.append(desk.cancel(order: index, source: "")?.reason)
        notes.denials.append(
          desk.modify(order: index, price: asked("90"), trigger: nil, quantity: nil)?.reason)
      }
    }
    #expect(notes.denials == Array(repeating: DenialReason.notReady, count: 8))
  }

  @Test("an order taken back in the callback that asked for it is sent and cancelled")
  func sameCallback() throws {
    var bench = Bench()
    try bench.at("100") { desk in
      let index = desk.ask(.buy, 10).index
      _ = desk.cancel(order: index, source: "")
      _ = desk.cancel(order: index, source: "")
    }
    #expect(bench.orders == ["BUY-1 cancelled"])
    #expect(bench.fills.isEmpty)
    #expect(bench.desk.holdsNothing)
    try bench.at("100") { $0.ask(.buy, 10) }
    #expect(bench.fills.count == 1)
  }

  @Test("an order changed in the callback that asked for it is sent changed")
  func changedBeforeSending() throws {
    var bench = Bench()
    try bench.at("100") { desk in
      let index = desk.ask(.buy, 10, type: .limit, price: "95").index
      #expect(
        desk.modify(order: index, price: asked("100"), trigger: nil, quantity: .whole(20)) == nil)
    }
    #expect(bench.fills == ["BUY 20 @ 100.00 script"])
    #expect(bench.desk.holdsNothing)
  }

  @Test("a modified limit that is marketable fills at once")
  func marketable() throws {
    var bench = Bench()
    try bench.at("100") { $0.ask(.buy, 10, type: .limit, price: "95") }
    try bench.at("100") { desk in
      _ = desk.modify(order: 0, price: asked("100"), trigger: nil, quantity: nil)
    }
    #expect(bench.fills == ["BUY 10 @ 100.00 script"])
  }

  @Test("qty is the new total; cash is held for it from the asking on")
  func holdsFromAskingOn() throws {
    var bench = Bench { $0.rate = .init(nanos: 0) ?? .standard }
    let notes = Notes()
    try bench.at("100") { $0.ask(.buy, 10, type: .limit, price: "90") }
    try bench.at("100") { desk in
      _ = desk.modify(order: 0, price: nil, trigger: nil, quantity: .whole(5_000))
      notes.lines.append(desk.account().free.description)
      notes.tickets.append(desk.ask(.buy, 501))
      notes.tickets.append(desk.ask(.buy, 500))
    }
    #expect(notes.lines == ["50000.00"])
    #expect(notes.tickets.map(\.denial) == [.funds, nil])
    try bench.at("90")
    #expect(bench.fills.last == "BUY 5000 @ 90.00 script")
    #expect(bench.desk.ledger.wallet == .zero)
  }

  @Test("a lower quantity frees cash once it acts")
  func lowerQuantity() throws {
    var bench = Bench { $0.rate = .init(nanos: 0) ?? .standard }
    try bench.at("100") { $0.ask(.buy, 100, type: .limit, price: "90") }
    try bench.at("100") { desk in
      _ = desk.modify(order: 0, price: nil, trigger: nil, quantity: .whole(10))
      #expect(desk.account().free == amount("491000"))
    }
    #expect(bench.desk.account().free == amount("499100"))
  }

  struct Refusal: Sendable {
    var price: String?
    var trigger: String?
    var quantity: RequestedQuantity?
    let reason: DenialReason
  }

  @Test(
    "a change that the gate would not approve is refused",
    arguments: [
      Refusal(quantity: .whole(0), reason: .quantity),
      Refusal(quantity: .whole(-5), reason: .quantity),
      Refusal(quantity: .invalid("nan"), reason: .quantity),
      Refusal(quantity: .whole(.max), reason: .maxQuantity),
      Refusal(quantity: .whole(6_000), reason: .maxQuantity),
      Refusal(quantity: .whole(5_500), reason: .funds),
      Refusal(price: "600", reason: .maxNotional),
      Refusal(price: "0.01", reason: .price),
      Refusal(trigger: "100", reason: .price),
    ])
  func refused(_ refusal: Refusal) throws {
    var bench = Bench {
      $0.declaration.limits.maxQuantity = 5_500
      $0.declaration.limits.maxNotional = amount("550000")
    }
    let notes = Notes()
    try bench.at("100") { $0.ask(.buy, 1_000, type: .limit, price: "99") }
    let free = bench.desk.account().free
    try bench.at("100") { desk in
      let denial = desk.modify(
        order: 0, price: refusal.price.map(asked), trigger: refusal.trigger.map(asked),
        quantity: refusal.quantity)
      notes.denials.append(denial?.reason)
    }
    #expect(notes.denials == [refusal.reason])
    #expect(bench.desk.account().free == free)
    #expect(bench.desk.orders[0].quantity == 1_000)
  }

  @Test("an exit cannot be modified to more than is held and free")
  func exitQuantity() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { $0.ask(.buy, 100) }
    try bench.at("100") { $0.ask(.sell, 40, type: .limit, price: "110") }
    try bench.at("100") { $0.ask(.sell, 30, type: .limit, price: "120") }
    try bench.at("100") { desk in
      for quantity in [71, 70] as [Int64] {
        notes.denials.append(
          desk.modify(order: 1, price: nil, trigger: nil, quantity: .whole(quantity))?.reason)
      }
      notes.denials.append(desk.sell(1).denial)
    }
    #expect(notes.denials == [.quantity, nil, .quantity])
    try bench.at("110")
    #expect(bench.fills.last == "SELL 70 @ 110.00 script")
  }

  @Test("a failed callback's changes are taken back, holds included")
  func failing() throws {
    var bench = Bench()
    try bench.at("100") { $0.ask(.buy, 100) }
    try bench.at("100") { desk in
      desk.ask(.buy, 10, type: .limit, price: "90")
      desk.ask(.sell, 10, type: .limit, price: "110")
    }
    let free = bench.desk.account().free
    try bench.failing(at: "100") { desk in
      _ = desk.modify(order: 1, price: asked("95"), trigger: nil, quantity: .whole(50))
      _ = desk.modify(order: 1, price: asked("96"), trigger: nil, quantity: nil)
      _ = desk.modify(order: 2, price: asked("105"), trigger: nil, quantity: .whole(90))
      _ = desk.cancel(order: 2, source: "")
    }
    #expect(bench.desk.account().free == free)
    try bench.at("105")
    #expect(bench.fills.count == 1)
    try bench.at("110")
    #expect(bench.fills.last == "SELL 10 @ 110.00 script")
    try bench.at("90")
    #expect(bench.fills.last == "BUY 10 @ 90.00 script")
    #expect(bench.desk.holdsNothing)
  }

  @Test("a protective order on its way cannot be cancelled by the script")
  func protectiveOrder() throws {
    var bench = Bench { $0.latencyMilliseconds = 1_500 }
    let notes = Notes()
    try bench.at("100") { $0.buy(10, stop: "95") }
    try bench.at("100", gap: 2_000)
    try bench.at("95")
    try bench.at("95") { notes.denials.append($0.cancel(order: 1, source: "")?.reason) }
    #expect(notes.denials == [.notReady])
    try bench.at("94")
    #expect(bench.fills.last == "SELL 10 @ 94.00 stop_loss")
  }

  @Test("close cancels the resting exits of its symbol first")
  func close() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { $0.buy(100, stop: "90") }
    try bench.at("100") { desk in
      desk.ask(.sell, 60, type: .limit, price: "110")
      desk.ask(.sell, 20, type: .stop, trigger: "95")
    }
    try bench.at("100") { desk in
      notes.tickets.append(desk.close())
      // What close() claimed is neither free nor to be changed.
      notes.denials.append(desk.sell(1).denial)
      notes.denials.append(
        desk.modify(order: 1, price: asked("111"), trigger: nil, quantity: nil)?.reason)
    }
    #expect(notes.tickets[0].denial == nil)
    #expect(notes.denials == [.quantity, .notReady])
    #expect(
      bench.orders == [
        "BUY-1 executed", "SELL-2 cancelled", "SELL-3 cancelled", "SELL-4 executed",
      ])
    #expect(bench.desk.heldPosition(sbin).quantity == 0)
  }

  @Test("a resting exit that is made marketable and then claimed by close() does not sell")
  func claimedAfterModify() throws {
    var bench = Bench()
    try bench.at("100") { $0.ask(.buy, 100) }
    try bench.at("100") { $0.ask(.sell, 60, type: .limit, price: "110") }
    try bench.at("100") { desk in
      _ = desk.modify(order: 1, price: asked("100"), trigger: nil, quantity: nil)
      desk.close()
    }
    #expect(bench.orders == ["BUY-1 executed", "SELL-2 cancelled", "SELL-3 executed"])
    #expect(bench.fills.last == "SELL 100 @ 100.00 script")
  }

  @Test("close of a flat symbol is QUANTITY")
  func closeFlat() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { notes.denials.append($0.close().denial) }
    try bench.at("100") { desk in
      notes.denials.append(desk.ask(.sell, 1) { $0.cancelsRestingExits = true }.denial)
    }
    #expect(notes.denials == [.quantity, .quantity])
  }

  @Test("a protective exit takes resting exits back only as far as it needs their units")
  func protectionNeedsUnits() throws {
    var bench = Bench()
    try bench.at("100") { desk in
      desk.buy(100, stop: "90", protection: .init(targets: [target(at("105"), "0.5")]))
    }
    try bench.at("100") { desk in
      desk.ask(.sell, 50, type: .limit, price: "110")
    }
    try bench.at("105")
    #expect(bench.orders == ["BUY-1 executed", "SELL-2 pending", "SELL-3 executed"])
    try bench.at("90")
    #expect(bench.fills.last == "SELL 50 @ 90.00 stop_loss")
    #expect(bench.orders[1] == "SELL-2 cancelled")
  }
}
