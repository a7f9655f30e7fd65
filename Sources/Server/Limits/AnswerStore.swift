import Crypto
import HTTPTypes
import Synchronization

/// Keeps the answers of calls that carry an `Idempotency-Key`, so that a repeat gets the first one.
///
/// Bounded: the answers used longest ago are forgotten first. Calls under way are never forgotten.
final class AnswerStore: Sendable {
  private enum Entry {
    case underWay(print: [UInt8], waiting: [CheckedContinuation<ApiResponse, Never>])
    case done(print: [UInt8], answer: ApiResponse, lastUse: Int64)

    var print: [UInt8] {
      switch self {
      case .underWay(let print, _), .done(let print, _, _): print
      }
    }
  }

  private struct State {
    var entries: [String: Entry] = [:]
    /// Keys in the order of use; a key used again has later uses, and its earlier ones are skipped.
    var uses: [(key: String, use: Int64)] = []
    var firstUse = 0
    var nextUse: Int64 = 1
  }

  private let limit: Int
  private let state = Mutex(State())

  /// A store of so many answers.
  init(limit: Int) { self.limit = max(1, limit) }

  /// The answer of a call: its own when it is the first with its key, else the first one's.
  ///
  /// - Parameters:
  ///   - key: The key the client gave.
  ///   - path: What was called.
  ///   - body: With what.
  ///   - work: Does the call; runs at most once for a key that is known.
  /// - Returns: The answer.
  /// - Throws: ``ApiFailure`` (409) when the key was used for another call.
  func answer(
    key: String, path: String, body: [UInt8], work: () async -> ApiResponse
  ) async throws(ApiFailure) -> ApiResponse {
    let print = Self.fingerprint(path: path, body: body)
    enum Turn {
      case first
      case repeated(ApiResponse)
      case wait
      case conflict
    }
    let turn: Turn = state.withLock { state in
      guard let entry = state.entries[key] else {
        state.entries[key] = .underWay(print: print, waiting: [])
        return .first
      }
      guard entry.print == print else { return .conflict }
      guard case .done(_, let answer, _) = entry else { return .wait }
      Self.note(key, print: print, answer: answer, in: &state)
      trim(&state)
      return .repeated(answer)
    }
    switch turn {
    case .conflict:
      throw ApiFailure(
        .conflict, "IDEMPOTENCY_CONFLICT", "That Idempotency-Key was used for another request")
    case .repeated(let answer): return answer
    case .wait: return await wait(key: key, print: print)
    case .first:
      let answer = await work()
      finish(key, print: print, answer: answer)
      return answer
    }
  }

  private func wait(key: String, print: [UInt8]) async -> ApiResponse {
    await withCheckedContinuation { continuation in
      let answer: ApiResponse? = state.withLock { state in
        // It may have been finished between the two looks; it cannot have been forgotten, because
        // ten thousand others would have to come in between, and then the last answer stands.
        guard case .underWay(_, let waiting) = state.entries[key] else {
          if case .done(_, let answer, _) = state.entries[key] { return answer }
          return .failure(
            ApiFailure(.conflict, "IDEMPOTENCY_CONFLICT", "That Idempotency-Key is forgotten"))
        }
        state.entries[key] = .underWay(print: print, waiting: waiting + [continuation])
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }

  private func finish(_ key: String, print: [UInt8], answer: ApiResponse) {
    let waiting = state.withLock { state in
      var waiting: [CheckedContinuation<ApiResponse, Never>] = []
      if case .underWay(_, let all) = state.entries[key] { waiting = all }
      Self.note(key, print: print, answer: answer, in: &state)
      trim(&state)
      return waiting
    }
    for continuation in waiting { continuation.resume(returning: answer) }
  }

  private static func note(
    _ key: String, print: [UInt8], answer: ApiResponse, in state: inout State
  ) {
    let use = state.nextUse
    state.nextUse += 1
    state.entries[key] = .done(print: print, answer: answer, lastUse: use)
    state.uses.append((key, use))
  }

  /// Forgets the answers used longest ago, and the uses that no longer count.
  private func trim(_ state: inout State) {
    while state.firstUse < state.uses.count {
      let (key, use) = state.uses[state.firstUse]
      if case .done(_, _, use) = state.entries[key] {
        guard state.entries.count > limit else { break }
        state.entries[key] = nil
      }
      state.firstUse += 1
    }
    guard state.uses.count > 2 * limit + 64 else { return }
    state.uses = state.uses[state.firstUse...].filter { key, use in
      if case .done(_, _, use) = state.entries[key] { true } else { false }
    }
    state.firstUse = 0
  }

  private static func fingerprint(path: String, body: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: Array(path.utf8) + [0])
    hash.update(data: body)
    return Array(hash.finalize())
  }
}
