import Foundation
import Market
import Money
import Testing

@testable import FyersSimulator

/// Recordings and exchanges for tests, without sockets and without clocks.
enum Fixture {
  /// 2026-09-22 10:00:00 in India.
  static let wall = EventTime(milliseconds: 1_790_051_400_000)

  /// A recording of two ticks a second of one share, and an index.
  static let plain = """
    time,symbol,bid,ask,ltp,volume,bid_qty,ask_qty
    1790048700000,NSE:SBIN-EQ,549.70,549.80,549.75,1000,100,60
    1790048700000,NSE:NIFTY50-INDEX,24987.45,24987.45,24987.45,0,,
    1790048700500,NSE:SBIN-EQ,549.75,549.85,549.80,1100,100,60
    1790048701000,NSE:SBIN-EQ,550.00,550.10,550.05,1200,30,40
    1790048701000,NSE:NIFTY50-INDEX,24990.00,24990.00,24990.00,0,,
    1790048701500,NSE:SBIN-EQ,548.00,548.10,548.05,1300,500,500

    """

  /// An exchange that plays a text at full speed.
  static func exchange(
    _ text: String = plain, _ change: (inout SimulatorOptions) -> Void = { _ in }
  ) throws -> SimulatedExchange {
    let path = NSTemporaryDirectory() + "sauda-simulator-\(UUID().uuidString).csv"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    defer { unlinkQuietly(path) }
    var options = SimulatorOptions(files: [path])
    options.speed = .max
    options.callLimits = .none
    change(&options)
    let exchange = try SimulatedExchange(options, wall: wall)
    exchange.hasAudience = true
    return exchange
  }

  private static func unlinkQuietly(_ path: String) { unlink(path) }

  /// A token the exchange has issued.
  static func token(_ exchange: SimulatedExchange) -> String {
    exchange.tokens.issueToken(at: wall)
  }

  /// Calls an endpoint as the official client does.
  static func call(
    _ exchange: SimulatedExchange, _ method: String, _ target: String, _ body: Json? = nil,
    token: String? = nil
  ) throws -> (status: Int, json: Json) {
    var call = try #require(RestCall(method: method, target: target))
    call.authorization = "XC4EOD67IM-100:" + (token ?? Fixture.token(exchange))
    call.body = body?.bytes ?? []
    let reply = RestApi(exchange: exchange).answer(call, at: wall)
    return (reply.status, JsonParser.parse(reply.body) ?? .null)
  }

  /// An order's body.
  static func order(_ changes: KeyValuePairs<String, Json> = [:]) -> Json {
    let plain = Json.of([
      "symbol": .string("NSE:SBIN-EQ"), "qty": .int(10), "type": .int(2), "side": .int(1),
      "productType": .string("INTRADAY"), "limitPrice": .int(0), "stopPrice": .int(0),
      "validity": .string("DAY"), "disclosedQty": .int(0), "offlineOrder": .bool(false),
    ])
    return .object((plain.members ?? []) + (Json.of(changes).members ?? []))
  }

  /// Plays some ticks.
  static func play(_ exchange: SimulatedExchange, _ ticks: Int) throws {
    _ = try exchange.play(at: 0, budget: ticks)
  }
}
