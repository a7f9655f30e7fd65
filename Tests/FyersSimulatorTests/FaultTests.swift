import NIOCore
import Testing

@testable import FyersSimulator

@Suite("Faults on demand")
struct FaultTests {
  @Test("a fault strikes as often as it was armed for, by the same chance for the same seed")
  func plan() {
    var plan = FaultPlan(seed: 3)
    plan.arm(.reject, FaultPlan.Arm(probability: 1_000_000, remaining: 2, milliseconds: 0))
    let strikes = (0..<4).map { _ in plan.strikes(.reject) }
    #expect(strikes == [true, true, false, false])
    func pattern() -> [Bool] {
      var plan = FaultPlan(seed: 9)
      let isArmed = plan.arm(flag: "mute=0.25")
      #expect(isArmed)
      return (0..<64).map { _ in plan.strikes(.mute) }
    }
    #expect(pattern() == pattern())
    #expect(pattern().contains(true) && pattern().contains(false))
  }

  @Test(
    "a flag that is none is refused", arguments: ["", "nope", "reject=2", "reject=-1", "reject=x"])
  func flags(text: String) {
    var plan = FaultPlan(seed: 1)
    let isArmed = plan.arm(flag: text)
    #expect(!isArmed)
  }

  @Test(
    "a fault changes what happens to an order",
    arguments: [
      ("reject", -99, OrderState.rejected), ("unconfirmed", 201, .filled),
      ("late-fill", 1101, .pending), ("429", -429, nil),
    ])
  func orders(fault: String, code: Int, state: OrderState?) throws {
    let exchange = try Fixture.exchange { $0.faults = [fault] }
    let reply = try Fixture.call(exchange, "POST", "/api/v3/orders/sync", Fixture.order())
    #expect(reply.json["code"] == .int(code))
    #expect(exchange.account.orders.first?.state == state)
  }

  @Test("a late fill comes in the end")
  func late() throws {
    let exchange = try Fixture.exchange()
    _ = try Fixture.call(
      exchange, "POST", "/control/late-fill", .of(["ms": .int(1_200)]))
    _ = try Fixture.call(exchange, "POST", "/api/v3/orders/sync", Fixture.order())
    try Fixture.play(exchange, 5)
    #expect(exchange.account.orders.first?.state == .pending)
    try Fixture.play(exchange, 1)
    #expect(exchange.account.orders.first?.state == .filled)
  }

  @Test("a timeout takes the order and withholds the reply")
  func timeout() throws {
    let exchange = try Fixture.exchange { $0.faults = ["timeout"] }
    var call = try #require(RestCall(method: "POST", target: "/api/v3/orders/sync"))
    call.authorization = "A:" + Fixture.token(exchange)
    call.body = Fixture.order().bytes
    #expect(RestApi(exchange: exchange).answer(call, at: Fixture.wall).isWithheld)
    #expect(exchange.account.orders.map(\.state) == [.filled])
  }

  @Test("pushes come twice, or in the wrong order")
  func pushes() throws {
    func statuses(_ fault: String) throws -> [Int64] {
      let exchange = try Fixture.exchange { $0.faults = [fault] }
      let peer = OrderPeer()
      exchange.join(peer)
      peer.receive(
        Array(#"{"T":"SUB_ORD","SLIST":["orders"],"SUB_T":1}"#.utf8), isText: true, at: Fixture.wall
      )
      _ = try Fixture.call(exchange, "POST", "/api/v3/orders/sync", Fixture.order())
      return peer.takeFrames().compactMap { frame -> Int64? in
        guard case .text(let buffer) = frame else { return nil }
        return JsonParser.parse(Array(buffer.readableBytesView))?["orders"]?["org_ord_status"]?
          .integer
      }
    }
    #expect(try statuses("duplicate") == [4, 4, 6, 6, 2, 2])
    #expect(try statuses("reorder").first == 6)
  }

  @Test(
    "data faults reach the sockets' updates", arguments: ["mute", "crossed-quote", "wrong-symbol"])
  func data(fault: String) throws {
    let exchange = try Fixture.exchange { $0.faults = [fault] }
    let client = DataClient(session: DataSession(topicsMax: 10), waitingMax: 1 << 20)
    exchange.hub.add(client)
    let topic = Array("sf|nse_cm|3045".utf8)
    for frame in [
      [0, 0, 1, 1, 1, 0, 1, 0x6B], [0, 0, 4, 2, 1, 0, 17, 0, 1, 14] + topic + [2, 0, 1, 11],
    ] as [[UInt8]] {
      exchange.hub.receive(frame, from: client, market: exchange.market) { _ in true }
    }
    _ = client.takeFrames()
    try Fixture.play(exchange, 3)
    let frames = client.takeFrames().map { Array($0.readableBytesView) }
    switch fault {
    case "mute": #expect(frames.isEmpty)
    case "wrong-symbol": #expect(Array(try #require(frames.first)[10..<12]) == [0xFF, 0xFF])
    default:
      let record = try #require(frames.first)
      func value(_ index: Int) -> Int {
        record[(13 + 4 * index)..<(17 + 4 * index)].reduce(0) { $0 << 8 | Int($1) }
      }
      #expect(value(6) > value(7))
    }
  }

  @Test("an index stands still while the rest goes on")
  func frozen() throws {
    let exchange = try Fixture.exchange { $0.faults = ["frozen-index"] }
    let peer = exchange.connect(.quote, hasAuthorization: false)
    let token = Fixture.token(exchange)
    for text in [
      #"{"T":"OP","uid":"U","token":"\#(token)"}"#,
      #"{"T":"SUB","K":["NSE:NIFTY50-INDEX","NSE:SBIN-EQ"]}"#,
    ] {
      peer.receive(Array(text.utf8), isText: true, at: Fixture.wall)
    }
    #expect(peer.takeFrames().count == 5)
    try Fixture.play(exchange, 6)
    let symbols = peer.takeFrames().compactMap { frame -> String? in
      guard case .text(let buffer) = frame else { return nil }
      return JsonParser.parse(Array(buffer.readableBytesView))?["K"]?.text
    }
    #expect(symbols == ["NSE:SBIN-EQ", "NSE:SBIN-EQ", "NSE:SBIN-EQ"])
  }

  @Test("the control endpoint arms, shows and takes back")
  func control() throws {
    let exchange = try Fixture.exchange()
    for kind in FaultKind.allCases {
      let body = Json.of(["probability": .number("0.5")])
      let reply = try Fixture.call(exchange, "POST", "/control/\(kind.rawValue)", body)
      #expect(reply.json["armed"]?[kind.rawValue]?["probability"] == .number("0.5"))
    }
    let cleared = try Fixture.call(exchange, "DELETE", "/control").json["armed"]
    #expect(cleared == .object([]))
    #expect(try Fixture.call(exchange, "POST", "/control/nope").status == 400)
    _ = try Fixture.call(exchange, "POST", "/drop")
    #expect(exchange.actions == [.cut([.data])])
  }
}
