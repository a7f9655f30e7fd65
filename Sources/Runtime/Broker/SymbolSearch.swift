import Fyers
import Market
import Reporting

/// `sauda symbols search`: instruments of the day's symbol master.
public enum SymbolSearch {
  /// Searches.
  ///
  /// - Parameters:
  ///   - words: What to look for, in symbols and descriptions.
  ///   - segments: Names such as `NSE_CM`; all when there are none.
  ///   - limit: The most instruments given.
  ///   - url: A simulator on this machine; nil for the broker itself.
  ///   - isJSON: Whether to print JSON.
  /// - Returns: The exit code: 1 when nothing was found, 75 when there is no symbol master.
  public static func run(
    words: [String], segments: [String], limit: Int, url: String?, isJSON: Bool
  ) -> Int32 {
    BrokerAccess.guarded { () throws(Stop) in
      guard limit > 0 else { throw Stop(.usage, "--limit: expected 1 or more, was \(limit)") }
      var wanted: [SymbolSegment] = []
      for name in segments {
        guard let segment = SymbolSegment(rawValue: name) else {
          let known = SymbolSegment.allCases.map(\.rawValue).joined(separator: " ")
          throw Stop(.usage, "--segment: expected one of \(known), was \(name)")
        }
        wanted.append(segment)
      }
      let access = try BrokerAccess(url: url, configuration: .current())
      let account = try access.account()
      let loading = wanted.isEmpty ? SymbolSegment.allCases : wanted
      let (table, failures) = BlockingCall.run {
        await load(loading, account, folder: access.endpoints.isLoopback ? nil : access.folder)
      }
      for failure in failures { StandardError.line(failure.text) }
      if table.records.isEmpty, let first = failures.first { throw Stop(first.code, "") }
      let found = table.search(words.joined(separator: " "), limit: limit)
      show(found, isJSON: isJSON)
      return found.isEmpty ? .answerIsNo : .done
    }
  }

  private struct Failure: Sendable {
    let code: ExitCode
    let text: String
  }

  private static func load(
    _ segments: [SymbolSegment], _ account: FyersAccount, folder: String?
  ) async -> (SymbolTable, [Failure]) {
    let master = SymbolMaster(folder: folder, client: account.client)
    var table = SymbolTable()
    var failures: [Failure] = []
    for segment in segments {
      do throws(FyersError) {
        let loaded = try await master.load(segment, into: &table, now: account.clock.now())
        if let reason = loaded.staleReason {
          failures.append(
            Failure(code: .done, text: "\(segment.rawValue): of \(loaded.date), because \(reason)"))
        }
      } catch {
        let code = BrokerAccess.stop(error).code
        // A segment a simulator has no instruments of is no failure.
        if account.endpoints.isLoopback, isAbsence(error) { continue }
        failures.append(Failure(code: code, text: "\(segment.rawValue): \(error)"))
        if case .transport(let failure) = error, failure.wasNeverSent { break }
      }
    }
    await account.close()
    return (table, failures)
  }

  private static func isAbsence(_ error: FyersError) -> Bool {
    switch error {
    case .refused, .unclear: true
    default: false
    }
  }

  private static func show(_ records: [SymbolRecord], isJSON: Bool) {
    guard isJSON else {
      for record in records {
        StandardOutput.line(
          "\(record.symbol)  \(record.description)  increment \(record.increment), lot \(record.lot)"
        )
      }
      return
    }
    var json = JSONWriter()
    json.beginArray(layout: .lines)
    for record in records {
      json.beginObject(layout: .inline)
      json.field("symbol", record.symbol)
      json.field("description", record.description)
      json.field("increment", record.increment)
      json.field("lot", record.lot)
      json.field("fy_token", record.fyToken)
      json.field("isin", record.isin.isEmpty ? nil : record.isin)
      json.field("expiry", record.expiry)
      json.end()
    }
    json.end()
    StandardOutput.line(String(decoding: json.take(), as: UTF8.self))
  }
}
