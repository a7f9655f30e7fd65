import Market
import Money
import Trading

/// A price from its text, for tests.
func price(_ text: String) -> Price { Price(parsing: text) ?? Price.zero }

/// An amount from its text, for tests.
func amount(_ text: String) -> Amount { Amount(parsing: text) ?? Amount(micros: .min) }

/// A price request from its text.
func asked(_ text: String) -> RequestedPrice { RequestedPrice(price(text)) }

/// A level at a price.
func at(_ text: String) -> LevelRequest { .price(asked(text)) }

/// A number in thousand-millionths, from its text.
func nanos(_ text: String) -> Int64 { price(text).micros * 1_000 }

/// Distances from their texts.
func points(_ text: String) -> Distance { .points(nanos: nanos(text)) }
func percent(_ text: String) -> Distance { .percent(nanos: nanos(text)) }
func increments(_ text: String) -> Distance { .increments(nanos: nanos(text)) }
func risks(_ text: String) -> Distance { .riskMultiples(nanos: nanos(text)) }

/// A take-profit and its share.
func target(_ level: LevelRequest, _ share: String = "1") -> ProtectionRequest.Target {
  ProtectionRequest.Target(level: level, shareNanos: nanos(share))
}

extension Desk {
  /// Asks for an order, for tests.
  @discardableResult
  mutating func ask(
    _ side: OrderSide, _ quantity: Int64, _ instrument: InstrumentID = sbin,
    type: OrderType = .market, price: String? = nil, trigger: String? = nil,
    protection: ProtectionRequest? = nil, change: (inout OrderRequest) -> Void = { _ in }
  ) -> OrderTicket {
    var request = OrderRequest(
      side: side, instrument: instrument, quantity: .whole(quantity), type: type,
      price: price.map(asked), trigger: trigger.map(asked), protection: protection,
      source: "test.lua:1")
    change(&request)
    return place(request)
  }

  /// Buys at the market, for tests.
  @discardableResult
  mutating func buy(
    _ quantity: Int64, stop: String? = nil, target: String? = nil,
    protection: ProtectionRequest? = nil
  ) -> OrderTicket {
    var request = protection ?? ProtectionRequest()
    if let stop { request.stopLoss = at(stop) }
    if let target { request.targets = [.init(level: at(target))] }
    return ask(.buy, quantity, protection: request)
  }

  /// Sells at the market, for tests.
  @discardableResult
  mutating func sell(_ quantity: Int64) -> OrderTicket { ask(.sell, quantity) }

  /// Closes a position as `close()` does, for tests.
  @discardableResult
  mutating func close(_ instrument: InstrumentID = sbin) -> OrderTicket {
    let held = heldPosition(instrument).quantity
    return ask(held < 0 ? .buy : .sell, abs(held), instrument) { $0.cancelsRestingExits = true }
  }

  /// Whether no cash is held for orders.
  var holdsNothing: Bool { account().cash == account().free }

  /// The stop in force, as text.
  var stopText: String? { position(sbin).stop?.description }
}

extension OrderTicket {
  /// The code of a denial; nil when approved.
  var denial: DenialReason? {
    guard case .denied(let denial) = self else { return nil }
    return denial.reason
  }

  /// The sentence of a denial.
  var detail: String? {
    guard case .denied(let denial) = self else { return nil }
    return denial.detail
  }

  /// The order's place; -1 when it has none.
  var index: Int {
    guard case .approved(let index, _) = self else { return -1 }
    return index
  }
}

/// What closures of a test leave for it.
final class Notes {
  var tickets: [OrderTicket] = []
  var denials: [DenialReason?] = []
  var lines: [String] = []
  var count = 0
}
