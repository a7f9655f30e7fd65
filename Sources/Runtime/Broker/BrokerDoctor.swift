import Fyers
import Glibc
import Market
import Reporting

/// `sauda doctor`: whether everything a live session needs is well.
public enum BrokerDoctor {
  /// One thing that was looked at.
  private struct Finding: Sendable {
    let name: String
    let isWell: Bool
    let text: String
  }

  /// How far the clock may be off, in nanoseconds.
  private static let skewMax: Int64 = 2_000_000_000
  /// Free bytes a day of recording needs with room to spare.
  private static let freeMin: UInt64 = 1 << 30

  /// Looks and tells.
  ///
  /// - Parameters:
  ///   - url: A simulator on this machine; nil for the broker itself.
  ///   - isJSON: Whether to print JSON.
  /// - Returns: The exit code: 1 when something is not well.
  public static func run(url: String?, isJSON: Bool) -> Int32 {
    BrokerAccess.guarded { () throws(Stop) in
      let access = try BrokerAccess(url: url, configuration: .current())
      let account = try access.account()
      var findings = BlockingCall.run { await broker(account, access) }
      findings.append(disk(access.folder))
      show(findings, isJSON: isJSON)
      return findings.allSatisfy(\.isWell) ? .done : .answerIsNo
    }
  }

  private static func broker(_ account: FyersAccount, _ access: BrokerAccess) async -> [Finding] {
    var findings: [Finding] = []
    let asked = account.clock.now()
    var reply: FyersReply?
    var failure: FyersError?
    do throws(FyersError) {
      reply = try await account.client.perform(FyersRequest(.profile))
    } catch {
      failure = error
    }
    findings.append(token(account, reply, failure))
    findings.append(clock(asked, account.clock.now(), reply))
    findings.append(await symbolMaster(account, access))
    findings.append(await feed(account))
    await account.close()
    return findings
  }

  private static func token(
    _ account: FyersAccount, _ reply: FyersReply?, _ failure: FyersError?
  ) -> Finding {
    guard let loan = account.tokens.borrow() else {
      return Finding(name: "token", isWell: false, text: BrokerAccess.tokenProblem(of: account))
    }
    let end = "good until \(IndianTime(loan.token.expiry).iso8601)"
    guard let reply else {
      let why = failure?.description ?? "no answer"
      return Finding(name: "token", isWell: false, text: "\(end), but cannot be checked: \(why)")
    }
    guard case .success = reply.verdict else {
      return Finding(
        name: "token", isWell: false,
        text: "FYERS answers HTTP \(reply.status): \(reply.message); run `sauda login`")
    }
    return Finding(name: "token", isWell: true, text: end)
  }

  private static func clock(
    _ asked: EventTime, _ answered: EventTime, _ reply: FyersReply?
  ) -> Finding {
    guard let server = reply?.serverTime else {
      return Finding(name: "clock", isWell: false, text: "no server's time to compare with")
    }
    // The server's time is whole seconds and was written between question and answer.
    let early = asked.nanoseconds - server.nanoseconds - EventTime.nanosecondsPerSecond
    let late = server.nanoseconds - answered.nanoseconds
    let skew = max(0, early, late)
    let tenths = skew / 100_000_000
    let text =
      skew == 0 ? "agrees with the server's" : "off by \(tenths / 10).\(tenths % 10) s at least"
    return Finding(name: "clock", isWell: skew <= skewMax, text: text)
  }

  private static func symbolMaster(_ account: FyersAccount, _ access: BrokerAccess) async -> Finding
  {
    let folder = access.endpoints.isLoopback ? nil : access.folder
    var table = SymbolTable()
    do throws(FyersError) {
      let loaded = try await SymbolMaster(folder: folder, client: account.client)
        .load(.nseCash, into: &table, now: account.clock.now())
      let age = loaded.staleReason.map { "; today's could not be had: \($0)" } ?? ""
      return Finding(
        name: "symbols", isWell: loaded.staleReason == nil,
        text: "\(loaded.count) NSE shares and indices of \(loaded.date)\(age)")
    } catch {
      return Finding(name: "symbols", isWell: false, text: error.description)
    }
  }

  /// Signs in on the data socket and leaves.
  private static func feed(_ account: FyersAccount) async -> Finding {
    guard account.tokens.borrow() != nil else {
      return Finding(name: "feed", isWell: false, text: "cannot be tried without a token")
    }
    do throws(SocketFailure) {
      let notice = try await FeedProbe.run(account)
      return Finding(
        name: "feed", isWell: notice == .up,
        text: notice == .up ? "the data socket takes the sign-in" : notice.description)
    } catch {
      return Finding(name: "feed", isWell: false, text: error.description)
    }
  }

  private static func disk(_ folder: String) -> Finding {
    var place = folder
    while access(place, F_OK) != 0, let slash = place.lastIndex(of: "/") {
      place = slash == place.startIndex ? "/" : String(place[..<slash])
    }
    var status = statvfs()
    guard statvfs(place, &status) == 0, access(place, W_OK) == 0 else {
      return Finding(name: "disk", isWell: false, text: "\(folder) cannot be written")
    }
    let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
    return Finding(
      name: "disk", isWell: free >= freeMin,
      text: "\(free >> 20) MiB free for \(folder), expected \(freeMin >> 20) or more")
  }

  private static func show(_ findings: [Finding], isJSON: Bool) {
    guard isJSON else {
      for finding in findings {
        let name = finding.name.padded(to: 8)
        StandardOutput.line("\(finding.isWell ? "ok  " : "FAIL")  \(name)  \(finding.text)")
      }
      return
    }
    var json = JSONWriter()
    json.beginObject(layout: .lines)
    json.field("ok", findings.allSatisfy(\.isWell))
    json.beginArray("checks", layout: .lines)
    for finding in findings {
      json.beginObject(layout: .inline)
      json.field("name", finding.name)
      json.field("ok", finding.isWell)
      json.field("detail", finding.text)
      json.end()
    }
    json.end()
    json.end()
    StandardOutput.line(String(decoding: json.take(), as: UTF8.self))
  }
}

extension String {
  /// The text with blanks behind it up to a width.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
