import Market
import TestSupport
import Testing
import WireText

@testable import Fyers

@Suite("Odd replies are values")
struct GoldenReplyTests {
  @Test("every recorded reply is read as the official client reads it, and means what it must")
  func recordedReplies() throws {
    let meanings: [String: (profile: Verdict, order: Verdict)] = [
      "ok": (.success(code: 200), .success(code: 200)),
      "err-401": (.tokenDead(code: -16), .tokenDead(code: -16)),
      "err-200": (
        .refused(code: -99, message: "RED:Margin Shortfall"),
        .orderRejected(message: "RED:Margin Shortfall")
      ),
      "err-400": (.refused(code: -50, message: "x"), .refused(code: -50, message: "x")),
      "err-429": (.rateLimited(waitNanoseconds: nil), .rateLimited(waitNanoseconds: nil)),
      "html-502": (
        .unclear(reason: "HTTP 502, JSON at byte 0: expected a value"),
        .unclear(reason: "HTTP 502, JSON at byte 0: expected a value")
      ),
      "empty-200": (
        .unclear(reason: "HTTP 200 with an empty body"),
        .unclear(reason: "HTTP 200 with an empty body")
      ),
      "html-403": (
        .unclear(reason: "HTTP 403, JSON at byte 0: expected a value"),
        .unclear(reason: "HTTP 403, JSON at byte 0: expected a value")
      ),
      "array": (
        .unclear(reason: "HTTP 200 with JSON that is no object"),
        .unclear(reason: "HTTP 200 with JSON that is no object")
      ),
      "err-500-json": (
        .refused(code: 500, message: "boom"), .unclear(reason: "HTTP 500, code 500: boom")
      ),
    ]
    var checked = 0
    for line in try Fixtures.lines("rest_replies") {
      let name = try #require(line["name"]?.text)
      guard let status = line["status"]?.int64 else { continue }
      let isOrder = line["call"]?.text == "place_order"
      let body: String =
        if case .string(let text)? = line["body"] { text } else { line["body"]?.pythonText ?? "" }
      let reply = FyersReply(
        endpoint: isOrder ? .placeOrder : .profile,
        answer: HTTPAnswer(status: Int(status), body: Array(body.utf8)))
      let official: JSONValue =
        reply.json
        ?? .object([
          "s": .string("error"), "code": .integer(status), "message": .string("Bad request"),
        ])
      #expect(official == line["official_returns"], "\(name)")
      let meaning = try #require(meanings[name])
      #expect(reply.verdict == (isOrder ? meaning.order : meaning.profile), "\(name)")
      checked += 1
    }
    #expect(checked == 20)
  }

  @Test("every cut of a reply is a value")
  func truncations() {
    let body = Array(
      #"{"s":"ok","code":1101,"message":"Order ₹ é","id":"8","d":[1.5e2,null,true,{"a":-0}]}"#
        .utf8)
    for length in 0..<body.count {
      let reply = FyersReply(
        endpoint: .placeOrder, answer: HTTPAnswer(status: 200, body: Array(body.prefix(length))))
      guard case .unknown = OrderReply(reply) else {
        Issue.record("a reply cut at \(length) was believed")
        continue
      }
    }
    let whole = FyersReply(endpoint: .placeOrder, answer: HTTPAnswer(status: 200, body: body))
    #expect(OrderReply(whole) == .accepted(id: "8"))
  }

  @Test("damaged replies never trap", arguments: [UInt64(1), 2, 3, 4])
  func mutations(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let body = Array(
      #"{"s":"ok","code":-99,"d":[1,2.5,"é\u20b9\ud83d\ude00"],"x":{"y":[[]]}}"#.utf8)
    for _ in 0..<5_000 {
      var damaged = body
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      let reply = FyersReply(
        endpoint: .placeOrder, answer: HTTPAnswer(status: 200, body: damaged))
      _ = OrderReply(reply)
    }
  }

  struct Case: Sendable {
    let endpoint: Endpoint
    let status: Int
    let body: String
    let verdict: Verdict
  }

  @Test(
    "a code means what its endpoint gives it",
    arguments: [
      Case(
        endpoint: .exitPositions, status: 200, body: #"{"s":"error","code":-352,"message":"m"}"#,
        verdict: .nothingToExit),
      Case(
        endpoint: .profile, status: 200, body: #"{"s":"error","code":-352,"message":"m"}"#,
        verdict: .refused(code: -352, message: "m")),
      Case(
        endpoint: .placeOrder, status: 200, body: #"{"s":"ok","code":201,"message":"m"}"#,
        verdict: .unacknowledged),
      Case(
        endpoint: .exitPositions, status: 200, body: #"{"s":"ok","code":201}"#,
        verdict: .exitUnfilled),
      Case(
        endpoint: .profile, status: 200, body: #"{"s":"ok","code":201}"#,
        verdict: .success(code: 201)),
      Case(
        endpoint: .history, status: 200, body: #"{"s":"no_data","candles":[]}"#, verdict: .noData),
      Case(
        endpoint: .history, status: 200, body: #"{"s":"ok","candles":[]}"#,
        verdict: .success(code: nil)),
      Case(
        endpoint: .placeOrder, status: 200, body: #"{"code":1101,"data":[]}"#,
        verdict: .success(code: 1_101)),
      Case(
        endpoint: .placeOrder, status: 200, body: #"{"s":"error","code":"-17","message":"m"}"#,
        verdict: .tokenDead(code: -17)),
      Case(
        endpoint: .validateAuthCode, status: 401, body: #"{"s":"error","code":-16,"message":"m"}"#,
        verdict: .refused(code: -16, message: "m")),
      Case(
        endpoint: .placeOrder, status: 200, body: #"{"s":"error","code":-205,"message":"m"}"#,
        verdict: .unclear(reason: "HTTP 200, code -205: m")),
      Case(
        endpoint: .quotes, status: 200, body: #"{"s":"error","code":-353,"message":"m"}"#,
        verdict: .rateLimited(waitNanoseconds: nil)),
      Case(
        endpoint: .placeOrder, status: 302, body: #"{"s":"ok","code":1101,"id":"1"}"#,
        verdict: .unclear(reason: "HTTP 302, code 1101: ")),
      Case(endpoint: .profile, status: 401, body: "<html>", verdict: .tokenDead(code: 401)),
    ])
  func meaning(_ row: Case) {
    let reply = FyersReply(
      endpoint: row.endpoint,
      answer: HTTPAnswer(status: row.status, body: Array(row.body.utf8)))
    #expect(reply.verdict == row.verdict)
  }

  @Test("several orders in one reply are judged one by one")
  func multiOrder() {
    let body =
      #"{"s":"ok","code":200,"data":[{"statusCode":200,"body":{"s":"ok","code":1101,"id":7}},"#
      + #"{"statusCode":400,"body":{"s":"error","code":-99,"message":"RED:x"}},{"statusCode":500}]}"#
    let reply = FyersReply(
      endpoint: .placeOrders, answer: HTTPAnswer(status: 200, body: Array(body.utf8)))
    #expect(
      OrderReply(reply)
        == .several([
          .accepted(id: "7"), .refused(code: -99, message: "RED:x"),
          .unknown(reason: "a row without a body"),
        ]))
  }

  @Test(
    "a 429 waits as told",
    arguments: [
      (["Retry-After": "2"], Int64(2_000_000_000)), (["retry-after": "0"], 0),
      (["X-Retry-After-Ms": "1500"], 1_500_000_000),
      (["Retry-After": "999999999999999999"], 3_600_000_000_000),
      (["Retry-After": "soon"], nil), (["Retry-After": "-1"], nil), ([:], nil),
    ] as [([String: String], Int64?)])
  func retryAfter(headers: [String: String], wait: Int64?) {
    let answer = HTTPAnswer(
      status: 429, headers: headers.map { HTTPCall.Header(name: $0.key, value: $0.value) })
    #expect(
      FyersReply(endpoint: .quotes, answer: answer).verdict == .rateLimited(waitNanoseconds: wait))
  }

  @Test(
    "a server tells its clock",
    arguments: [
      ("Mon, 05 Oct 2026 04:30:00 GMT", EventTime.session), ("Mon, 05 Oct 2026 04:30:00", nil),
      ("Monday, 05-Oct-26 04:30:00 GMT", nil), ("Mon, 32 Oct 2026 04:30:00 GMT", nil),
      ("Mon, 05 Oct 2026 99:30:00 GMT", nil), ("", nil),
    ] as [(String, EventTime?)])
  func serverTime(text: String, time: EventTime?) {
    let answer = HTTPAnswer(status: 200, headers: [HTTPCall.Header(name: "Date", value: text)])
    #expect(FyersReply(endpoint: .profile, answer: answer).serverTime == time)
  }
}
