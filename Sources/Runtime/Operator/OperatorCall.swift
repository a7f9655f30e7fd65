import Fyers
import Glibc
import Server

/// `sauda status`, `exit-only`, `flatten`, `halt` and `resume`: calls to a running session.
///
/// They go through the session's operator socket in its data folder. Where there is none, they are calls to
/// the session's HTTP API.
public struct OperatorCall: Sendable {
  /// What is asked of the session.
  public enum Verb: String, Sendable, CaseIterable {
    /// How it is.
    case status
    /// Entries end.
    case exitOnly = "exit-only"
    /// Everything is sold.
    case flatten
    /// Nothing is taken.
    case halt
    /// Everything is allowed again.
    case resume
  }

  private let verb: Verb
  private let port: Int
  private let dataFolder: String?

  /// A call.
  ///
  /// - Parameters:
  ///   - verb: What is asked.
  ///   - port: The port of the session's API on this machine.
  ///   - dataFolder: The session's data folder; nil for the configured one.
  public init(_ verb: Verb, port: Int, dataFolder: String?) {
    self.verb = verb
    self.port = port
    self.dataFolder = dataFolder
  }

  /// Makes the call, prints the answer, and gives the exit code.
  ///
  /// 0 done, 1 refused, 64 wrong usage, 75 no session there, 77 wrong token.
  public func run() -> Int32 {
    BrokerAccess.guarded { () throws(Stop) in
      guard (1...65_535).contains(port) else {
        throw Stop(.usage, "--port: expected 1 to 65535, was \(port)")
      }
      try FileRoom.check()
      guard dataFolder != "" else {
        throw Stop(.usage, "--data: expected a folder, was empty")
      }
      let configuration = try Configuration.current()
      let deadline = CallDeadline(in: Self.patience)
      let path = OperatorMessage.path(in: configuration.dataFolder(dataFolder), port: port)
      let line = OperatorLine(path, port: port)
      if let answer = try line.answer(to: verb, before: deadline) {
        for text in answer.lines { StandardOutput.line(text) }
        return answer.isGood ? .done : .answerIsNo
      }
      let token = try token(configuration)
      let answers = try calls.map { call throws(Stop) in
        try self.answer(to: call, token, before: deadline)
      }
      for answer in answers { StandardOutput.line(answer.text) }
      return answers.contains { !$0.isGood } ? .answerIsNo : .done
    }
  }

  /// Nanoseconds within which a call is to be carried out, or not at all.
  private static let patience: Int64 = 5_000_000_000

  private struct Answer: Sendable {
    var isGood: Bool
    var text: String
  }

  private var calls: [(HTTPVerb, String)] {
    verb == .status
      ? [(.get, "health"), (.get, "portfolio")] : [(.post, "control/\(verb.rawValue)")]
  }

  private func token(_ configuration: Configuration) throws(Stop) -> Secret {
    if let text = configuration.text("SAUDA_API_TOKEN") { return Secret(text) }
    let folder = configuration.dataFolder(dataFolder)
    guard access(folder + "/" + TokenFile.name, F_OK) == 0 else {
      throw Stop(
        .temporary,
        "\(folder) has no token of a session; is sauda run or serve up, with this --data?")
    }
    do throws(Server.TokenError) {
      return Secret(try TokenFile.loadOrMake(in: folder).reveal())
    } catch {
      throw Stop(.notPermitted, "\(error)")
    }
  }

  private func answer(
    to call: (HTTPVerb, String), _ token: Secret, before deadline: CallDeadline
  ) throws(Stop) -> Answer {
    let address = "http://127.0.0.1:\(port)/api/live-trading/\(call.1)"
    let request = HTTPCall(
      verb: call.0, address: address, authorization: Secret("Bearer \(token.reveal())"),
      headers: call.0 == .post
        ? [
          .init(name: "Content-Type", value: "application/json"),
          .init(name: CallDeadline.header, value: String(deadline.nanoseconds)),
        ] : [],
      body: call.0 == .post ? Secret("{}") : nil)
    let result: Result<HTTPAnswer, TransportFailure> = BlockingCall.run {
      let transport = AsyncHTTPTransport()
      do throws(TransportFailure) {
        let answer = try await transport.send(request)
        try await transport.shutdown()
        return .success(answer)
      } catch {
        // The call's failure is what counts; a transport that does not close has nothing to add.
        do throws(TransportFailure) { try await transport.shutdown() } catch {}
        return .failure(error)
      }
    }
    switch result {
    case .failure(.timedOut):
      throw Stop(.temporary, OperatorLine.silence(on: port, verb))
    case .failure:
      throw Stop(
        .temporary,
        "no session answers on port \(port); is sauda run or serve up, and on that --port?")
    case .success(let answer):
      let text = String(decoding: answer.body, as: UTF8.self)
        .split(separator: "\n").joined(separator: " ")
      if answer.status == 401 {
        throw Stop(.notPermitted, "the session has another token; give its folder with --data")
      }
      return Answer(isGood: answer.status == 200, text: text)
    }
  }
}
