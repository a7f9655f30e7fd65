import Testing
import Trading

@Suite("Order life cycle")
struct OrderStatusTests {
  /// Every status with what each event makes of it, in the order of `OrderEvent.allCases`:
  /// partlyFilled, filled, cancelled, rejected, lost, found; nil is impossible.
  static let table: [(OrderStatus, [OrderStatus?])] = [
    (.pending, [.partial, .executed, .cancelled, .failed, .unknown, nil]),
    (.partial, [.partial, .executed, .cancelled, .cancelled, .unknown, nil]),
    (.executed, [nil, nil, nil, nil, nil, nil]),
    (.failed, [nil, nil, nil, nil, nil, nil]),
    (.cancelled, [.cancelled, .executed, nil, nil, nil, nil]),
    (.unknown, [.partial, .executed, .cancelled, .failed, .unknown, .pending]),
  ]

  @Test("every status answers every event as the table says", arguments: table)
  func transitions(status: OrderStatus, expected: [OrderStatus?]) {
    #expect(expected.count == OrderEvent.allCases.count)
    for (event, result) in zip(OrderEvent.allCases, expected) {
      #expect(status.after(event) == result, "\(status) after \(event)")
    }
  }

  @Test("the table has a row for every status")
  func tableIsComplete() {
    #expect(Self.table.map(\.0) == OrderStatus.allCases)
  }
}
