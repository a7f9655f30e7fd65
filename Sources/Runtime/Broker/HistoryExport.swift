import Fyers
import Market
import Reporting

/// `sauda history`: candles of a symbol.
public enum HistoryExport {
  /// What is asked for.
  public struct Request: Sendable {
    /// The symbol.
    public var symbol = ""
    /// The interval, such as `5m` or `1d`.
    public var resolution = "1m"
    /// The first day; nil for five days before the last.
    public var from: String?
    /// The last day; nil for today.
    public var to: String?
    /// Whether open interest is wanted.
    public var wantsOpenInterest = false
    /// A simulator on this machine; nil for the broker itself.
    public var url: String?
    /// Whether to print JSON.
    public var isJSON = false

    /// A request with the defaults.
    public init() {}
  }

  /// Prints the candles, oldest first.
  ///
  /// - Parameter request: What is asked for.
  /// - Returns: The exit code: 77 without a token, 75 when the broker cannot be reached.
  public static func run(_ request: Request) -> Int32 {
    BrokerAccess.guarded { () throws(Stop) in
      guard let resolution = Resolution(text: request.resolution) else {
        let known = "5s 10s 15s 30s 45s 1m 2m 3m 5m 10m 15m 20m 30m 45m 1h 2h 3h 4h 1d 1w 1M"
        throw Stop(.usage, "--resolution: expected one of \(known), was \(request.resolution)")
      }
      let access = try BrokerAccess(url: request.url, configuration: .current())
      let account = try access.signedInAccount()
      let today = IndianTime(account.clock.now()).date
      let to = try day(request.to, "--to") ?? today
      let from = try day(request.from, "--from") ?? CivilDate(day: to.dayNumber - 5)
      guard from <= to else {
        throw Stop(.usage, "--from: expected a day up to \(to), was \(from)")
      }
      let question = HistoryQuestion(
        symbol: request.symbol, resolution: resolution, from: from, to: to,
        wantsOpenInterest: request.wantsOpenInterest)
      let outcome = BlockingCall.run { () async -> Result<[Candle], FyersError> in
        let outcome: Result<[Candle], FyersError>
        do throws(FyersError) {
          outcome = .success(try await account.client.candles(question))
        } catch {
          outcome = .failure(error)
        }
        await account.close()
        return outcome
      }
      switch outcome {
      case .success(let candles): show(candles, request)
      case .failure(let error): throw BrokerAccess.stop(error)
      }
      return .done
    }
  }

  private static func day(_ text: String?, _ option: String) throws(Stop) -> CivilDate? {
    guard let text else { return nil }
    guard let day = CivilDate(parsing: text) else {
      throw Stop(.usage, "\(option): expected a day such as 2026-11-23, was \(text)")
    }
    return day
  }

  private static func show(_ candles: [Candle], _ request: Request) {
    if candles.isEmpty { StandardError.line("\(request.symbol): no candles in that range") }
    guard !request.isJSON else { return showJSON(candles, request) }
    let hasInterest = request.wantsOpenInterest
    StandardOutput.line("time,open,high,low,close,volume" + (hasInterest ? ",oi" : ""))
    for candle in candles {
      let interest = hasInterest ? ",\(candle.openInterest.map(String.init) ?? "")" : ""
      StandardOutput.line(
        "\(IndianTime(candle.time).iso8601),\(candle.open),\(candle.high),\(candle.low),"
          + "\(candle.close),\(candle.volume)\(interest)")
    }
  }

  private static func showJSON(_ candles: [Candle], _ request: Request) {
    var json = JSONWriter()
    json.beginObject(layout: .lines)
    json.field("symbol", request.symbol)
    json.field("resolution", request.resolution)
    json.beginArray("candles", layout: .lines)
    for candle in candles {
      json.beginObject(layout: .inline)
      json.field("time", candle.time)
      json.field("open", candle.open)
      json.field("high", candle.high)
      json.field("low", candle.low)
      json.field("close", candle.close)
      json.field("volume", candle.volume)
      if request.wantsOpenInterest { json.field("oi", candle.openInterest) }
      json.end()
    }
    json.end()
    json.end()
    StandardOutput.line(String(decoding: json.take(), as: UTF8.self))
  }
}
