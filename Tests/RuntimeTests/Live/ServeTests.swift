import Foundation
import Fyers
import Testing

@Suite("The guide's walk over sauda serve")
struct ServeTests {
  @Test("Price, buy with stop and target, portfolio, fall, stop, orders: the guide's numbers")
  func walk() async throws {
    let live = try LiveProcess(["serve"])
    let early = try await live.call(
      .post, "/buy", #"{"symbol": "NSE:SBIN-EQ", "quantity": 100}"#)
    #expect(early.status == 422)
    #expect(early.has(#""code": "NOT_READY""#))

    let updated = try await live.price("549.75", bid: "549.50", ask: "550.00")
    #expect(updated.status == 200)
    #expect(updated.has("Price updated"))

    let bought = try await live.trade(
      "buy",
      #"{"symbol": "NSE:SBIN-EQ", "quantity": 100, "stop_loss_price": 545.00, "#
        + #""take_profit_price": 560.00}"#)
    #expect(bought.status == 200, "\(bought.text)")
    #expect(
      bought.has(
        "✅ BUY EXECUTED: 100 NSE:SBIN-EQ @ ₹550.00 (Total: ₹55,000.00 + Commission: ₹27.50)"))
    #expect(bought.has(#""order_id": "BUY-1""#))

    let portfolio = try await live.call(.get, "/portfolio")
    #expect(portfolio.has(#""wallet_balance": 444972.50"#), "\(portfolio.text)")
    let risks = try await live.call(.get, "/risk-orders")
    #expect(risks.has("545.00"))
    #expect(risks.has("560.00"))

    let fallen = try await live.price("544.75", bid: "544.50", ask: "545.00")
    #expect(fallen.has(#""reason": "stop_loss""#), "\(fallen.text)")
    #expect(fallen.has("544.50"))
    let orders = try await live.call(.get, "/orders")
    #expect(orders.has("BUY-1"))
    #expect(orders.has("SELL-2"))
    let after = try await live.call(.get, "/portfolio")
    // 444972.50 + 54450.00 - 27.23 (27.225 rounded half up).
    #expect(after.has(#""wallet_balance": 499395.27"#), "\(after.text)")
    #expect(try live.stop() == 0)
  }

  @Test(
    "A price of six decimals or of nine digits is kept to the last digit",
    arguments: [
      "0.1", "123456789.05", "0.000001", "99.999999",
    ])
  func exact(price: String) async throws {
    let live = try LiveProcess(["serve", "--cash", "1000000000"])
    #expect(try await live.price(price).status == 200)
    let bought = try await live.trade(
      "buy", #"{"symbol": "NSE:SBIN-EQ", "quantity": 1}"#)
    #expect(bought.status == 200, "\(bought.text)")
    let positions = try await live.call(.get, "/portfolio")
    let shown = price == "0.1" ? "0.10" : price
    #expect(positions.has(#""avg_buy_price": \#(shown)"#), "\(positions.text)")
  }

  @Test("The guide's refusal names both sums")
  func refusal() async throws {
    let live = try LiveProcess(["serve", "--cash", "50000"])
    _ = try await live.price("549.75", bid: "549.50", ask: "550.00")
    let refused = try await live.trade(
      "buy", #"{"symbol": "NSE:SBIN-EQ", "quantity": 100}"#)
    #expect(refused.status == 422)
    #expect(
      refused.has("❌ Insufficient balance. Need: ₹55,027.50, Available: ₹50,000.00"),
      "\(refused.text)")
    #expect(refused.has(#""code": "FUNDS""#))
  }

  @Test("Halt, flatten and resume do what they say")
  func operatorCommands() async throws {
    let live = try LiveProcess(["serve"])
    _ = try await live.price("100")
    let buy = #"{"symbol": "NSE:SBIN-EQ", "quantity": 10}"#
    #expect(try await live.trade("buy", buy).status == 200)
    #expect(try await live.call(.post, "/control/halt", "{}").status == 200)
    #expect(try await live.trade("sell", buy).has("HALTED"))
    let flattened = try await live.call(.post, "/control/flatten", "{}")
    #expect(flattened.has("SELL-2"), "\(flattened.text)")
    #expect(try await live.trade("buy", buy).has("HALTED"))
    #expect(try await live.call(.post, "/control/resume", "{}").status == 200)
    #expect(try await live.trade("buy", buy).status == 200)
  }

  @Test("Real orders are not there yet, and say so")
  func notYet() throws {
    let result = try SaudaProcess.run(["run", "examples/hello.lua", "--broker", "fyers"])
    #expect(result.code == 77)
    #expect(result.lastLine.contains("not there yet"))
  }
}
