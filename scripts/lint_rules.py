"""The tables behind scripts/lint: the arrows between targets, the bans, the limits, the bad samples."""

import re
from dataclasses import dataclass

FILE_LIMIT = 400
FUNCTION_LIMIT = 70
# Swift files under Sources; the lines of a type that lies beside the one its file is named for; the
# stored properties of a type.
SOURCE_FILE_LIMIT = 700
SMALL_TYPE_LIMIT = 80
PROPERTY_LIMIT = 15
TYPE_NAME = r"(?:Utils?|Utilities|Helpers?|Manager|Common)(?![a-z])"

KERNEL = {"Money", "Market", "Trading"}
# What a live session does between its ports: it may be stepped on any thread, with any clock and disk.
SESSION_CORE = (
    r"Sources/Runtime/(?:Live/(?:LiveLoop(?:\+\w+)?|SessionCore(?:\+\w+)?|SessionInput(?:\+\w+)?|EventFields|SessionTime"
    r"|SessionRecorder|SessionQuestion)"
    r"|Ports/(?:TimeSource|SessionDisk|SessionPorts|ScriptStarter))\.swift")
# Executables: they print, and their errors end in a line for a person. Benchmarks may import anything.
PROGRAMS = r"sauda|[a-z-]+-benchmark|Benchmarks"
BENCHMARKS = r"[a-z-]+-benchmark|Benchmarks"
NIO = {"NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL", "NIOWebSocket", "NIOFoundationCompat", "NIOConcurrencyHelpers"}

# Who may import whom, besides IMPORTABLE_ANYWHERE. Arrows point only down; a target that is missing
# here is a finding. The kernel has no Foundation; the executable sees the Runtime and little else.
ARROWS = {
    "Money": set(),
    "Market": {"Money"},
    "Trading": {"Money", "Market"},
    "CLua": set(),
    "CLuaBridge": {"CLua"},
    "CZlib": set(),
    "CRecording": set(),
    "CSupervisor": set(),
    "Scripting": KERNEL | {"CLuaBridge", "Glibc", "Synchronization"},
    "Recording": {"Money", "Market", "CZlib", "CRecording", "Glibc", "Synchronization"},
    "Reporting": KERNEL | {"Crypto", "Glibc"},
    "CJournal": set(),
    "PowerCut": set(),
    "Journal": KERNEL | {"CJournal", "GRDB", "Crypto", "Foundation", "Glibc", "Synchronization"},
    "WireText": set(),
    "Fyers": KERNEL | NIO | {"WireText", "AsyncHTTPClient", "Crypto", "Foundation", "Glibc", "Logging", "Synchronization", "SwiftProtobuf"},
    "FyersSimulator": {"Money", "Market", "Recording", "Crypto", "Glibc"} | NIO,
    "Server": KERNEL | NIO | {
        "Reporting", "WireText", "Crypto", "HummingbirdCore", "HTTPTypes", "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "Glibc", "Logging", "Synchronization"},
    "CSeccomp": set(),
    "CWorker": {"CSeccomp"},
    "TestSupport": {"Synchronization"},
    "WorkerDouble": {"Worker", "CWorker"},
    "FyersLive": {"Fyers", "FyersSimulator", "Recording", "Money", "Market"},
    "Worker": KERNEL | {"Scripting", "CLuaBridge", "CWorker", "Glibc", "Synchronization"},
    "Runtime": KERNEL | {
        "Scripting", "Worker", "Recording", "Reporting", "Journal", "Fyers", "FyersSimulator", "Server", "WireText", "CLuaBridge",
        "CSupervisor", "Configuration", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Histogram", "Logging", "Synchronization",
        "ServiceLifecycle"},
    "sauda": {
        "Money", "Market", "Reporting", "Runtime", "Worker", "FyersSimulator", "ArgumentParser", "Glibc"},
}
IMPORTABLE_ANYWHERE = {"Swift"}
TEST_IMPORTS = {"Testing", "Foundation", "Glibc", "Synchronization", "TestSupport", "PowerCut"}


@dataclass(frozen=True)
class Ban:
    """A pattern that may not occur in code; `where` is kernel, session (the core of a live session), both (of
    them), sources, tests or everywhere."""

    name: str
    pattern: str
    instead: str
    where: str = "kernel"
    except_targets: str = r"(?!)"
    except_files: str = ""
    what: str = ""

    def applies(self, folder, target, kernel, path):
        if re.fullmatch(self.except_targets, target) or (self.except_files and self.except_files in path):
            return False
        session = re.fullmatch(SESSION_CORE, path) is not None
        return {"kernel": kernel, "session": session, "both": kernel or session, "sources": folder == "Sources", "tests": folder == "Tests", "everywhere": True}[self.where]


BANS = [
    Ban("clock", r"\bDate\(|\.now\b|\b(?:Continuous|Suspending)?Clock\b|\bDispatchTime\b|\bclock_gettime\b|\bgettimeofday\b",
        "the time the event carries"),
    Ban("clock",
        r"\bDate\(|\b(?:Date|\w*Clock|DispatchTime)\.now\b|\b(?:Continuous|Suspending|System)Clock\b|\bDispatchTime\b"
        r"|\bclock_gettime\b|\bgettimeofday\b|monotonic_nanoseconds\b",
        "the session's TimeSource", "session"),
    Ban("identity", r"\bUUID\(|\bObjectIdentifier\(|\.hashValue\b|\bHasher\(", "a counter", "both"),
    Ban("randomness", r"\.random\(|\bSystemRandomNumberGenerator\b|\.shuffled?\(|\.randomElement\(", "the seeded generator",
        "both"),
    Ban("concurrency", r"\bTask\b(?!\.isCancelled)|\bawait\b|\basync\b|\bThread\b|\bactor\b|\bDispatchQueue\b|\bMutex\b",
        "a synchronous function; the Runtime owns threads", "both"),
    Ban("concurrency", r"\b(?:OwnThread|ThreadSignal|BlockingCall|Monitor)\b|\bpthread_\w+|\b\w+Continuation\b",
        "a value or a call; whoever steps the session waits", "session"),
    Ban("port",
        r"\bimport (?:Glibc|Foundation\w*|Dispatch|Synchronization|CSupervisor|NIO\w*)\b"
        r"|\b(?:SystemClock|SystemDisk|FileSink|RecordingFile|WorkerStarter|ScriptWorker|FyersFeed|SupervisedProcess)\b",
        "what SessionPorts has", "session"),
    Ban("floating", r"\b(?:Double|Float|Float32|Float64|Float16|CGFloat|Decimal)\b", "Amount, Price or integers"),
    Ban("order", r"\.(?:keys|values)\b(?!\()", "an array; the order of a dictionary differs between runs", "both"),
    # A pair may be of a dictionary, unless the line shows that it is not.
    Ban("order",
        r"\bfor\s+(?:(?:case\s+)?(?:let|var)\s+)?\(\s*(?:\w+:\s*)?\w+\s*,\s*(?:\w+:\s*)?\w+\s*\)\s+in\s+"
        r"(?!zip\(|\[|.*\.(?:enumerated\(\)|sorted\b|indices\b))",
        "an array's enumerated(), zip(), sorted() or its places", "both", what="a loop over pairs of what may be a dictionary"),
    Ban("print", r"(?<![.\w])(?:print|debugPrint|dump)\(", "an effect; the rim writes", "sources", except_targets=PROGRAMS),
    Ban("force", r"\btry!|\bas!|(?<=[\w\)\]\?>])!(?![=\w])", "a guard, #require or a typed error", "everywhere"),
    Ban("swallow", r"\btry\?", "do and catch, so that no error gets lost", "sources"),
    Ban("crash", r"(?<![.\w])fatalError\(", "precondition with a sentence, or a typed error", "sources"),
    Ban("throws", r"^(?!.*\b(?:init\(from|encode\(to) ).*?\bthrows\b(?!\s*\()", "typed throws", "sources", except_targets=PROGRAMS, what="an error without a type"),
    Ban("environment", r"(?<![.\w])getenv\(|ProcessInfo\.processInfo\.environment", "Configuration.swift", "sources",
        except_files="Configuration"),
    Ban("detached", r"\bTask\.detached\b", "structured tasks", "everywhere"),
    Ban("sleep", r"(?<!func )\b(?:sleep|usleep|nanosleep)\(", "a clock that the test advances", "tests"),
    Ban("xctest", r"\bXCT\w+", "Swift Testing", "tests"),
]

# (rule that must find something, path, text); a rule of "" marks text in which nothing may be found.
SAMPLES = [
    ("arrow", "Sources/Money/A.swift", "import Foundation\n"),
    ("arrow", "Sources/Market/A.swift", "public import Trading\n"),
    ("arrow", "Sources/sauda/A.swift", "@testable import struct Scripting.Host\n"),
    ("arrow", "Sources/Nowhere/A.swift", "\n"),
    ("arrow", "Tests/MoneyTests/A.swift", "import Runtime\n"),
    ("clock", "Sources/Trading/A.swift", "let t = Date()\n"),
    ("clock", "Sources/Trading/A.swift", "let t = ContinuousClock.now\n"),
    ("identity", "Sources/Trading/A.swift", "let id = UUID()\n"),
    ("randomness", "Sources/Trading/A.swift", "let n = Int.random(in: 0..<2)\n"),
    ("concurrency", "Sources/Trading/A.swift", "Task { await f() }\n"),
    ("concurrency", "Sources/Trading/A.swift", "func f() async {}\n"),
    ("floating", "Sources/Money/A.swift", "let x: Double = 1\n"),
    ("clock", "Sources/Runtime/Live/LiveLoop.swift", "let t = supervisor_monotonic_nanoseconds()\n"),
    ("clock", "Sources/Runtime/Live/SessionTime.swift", "let t = SuspendingClock.now\n"),
    ("randomness", "Sources/Runtime/Live/LiveLoop+Books.swift", "let n = Int.random(in: 0..<2)\n"),
    ("identity", "Sources/Runtime/Live/SessionCore.swift", "let id = UUID()\n"),
    ("concurrency", "Sources/Runtime/Live/LiveLoop+Answers.swift", "Task { f() }\n"),
    ("concurrency", "Sources/Runtime/Live/SessionQuestion.swift", "let a: CheckedContinuation<Int, Never>\n"),
    ("concurrency", "Sources/Runtime/Live/LiveLoop.swift", "let thread = OwnThread {}\n"),
    ("port", "Sources/Runtime/Live/SessionRecorder.swift", "import Glibc\n"),
    ("port", "Sources/Runtime/Ports/SessionPorts.swift", "let disk = SystemDisk()\n"),
    ("order", "Sources/Runtime/Live/SessionInput+Recording.swift", "for k in fields.keys {}\n"),
    ("order", "Sources/Runtime/Live/LiveLoop.swift", "for (symbol, count) in conflated {}\n"),
    ("order", "Sources/Market/A.swift", "for k in book.keys {}\n"),
    ("order", "Sources/Market/A.swift", "for (name, price) in book where price > a {}\n"),
    ("order", "Sources/Trading/A.swift", "for case let (k, v) in book {}\n"),
    ("order", "Sources/Trading/A.swift", "for (key: k, value: v) in book {}\n"),
    ("print", "Sources/Market/A.swift", "print(1)\n"),
    ("force", "Sources/Reporting/A.swift", "let x = y!\n"),
    ("force", "Tests/MoneyTests/A.swift", "let x = try! f()\n"),
    ("force", "Tests/MoneyTests/A.swift", "let x = a[0]!.b\n"),
    ("swallow", "Sources/Reporting/A.swift", "let x = try? f()\n"),
    ("crash", "Sources/Reporting/A.swift", "fatalError()\n"),
    ("throws", "Sources/Reporting/A.swift", "func f() throws -> Int { 1 }\n"),
    ("environment", "Sources/Runtime/A.swift", 'let x = getenv("HOME")\n'),
    ("detached", "Sources/Runtime/A.swift", "Task.detached {}\n"),
    ("sleep", "Tests/MoneyTests/A.swift", "Task.sleep(for: .seconds(1))\n"),
    ("xctest", "Tests/MoneyTests/A.swift", "XCTAssert(true)\n"),
    ("todo", "Sources/Money/A.swift", "// TO" + "DO: later\n"),
    ("unsafe", "Sources/Runtime/A.swift", "final class A: @unchecked Sendable {}\n"),
    ("subject", "Sources/Money/A.swift", "struct B {}\n\nextension C {}\n"),
    ("subject", "Sources/Money/A+B.swift", "struct B {}\n"),
    ("subject", "Sources/Money/A.swift", "struct A {}\n\nenum B {\n" + "  case c\n" * 79 + "}\n"),
    ("properties", "Sources/Money/A.swift", "struct A {\n" + "  let a: Int\n" * 16 + "}\n"),
    ("properties", "Sources/Money/A.swift", "enum A {\n  struct B {\n    let a, b: [Int: Int], c = 1\n" + "    @C(\"\") var a: Int?\n" * 13 + "  }\n}\n"),
    ("name", "Sources/Money/A.swift", "struct PriceHelper {}\n"),
    ("name", "Sources/Money/PriceUtils.swift", "\n"),
    ("doc", "Sources/Money/A.swift", "package func f() {}\n"),
    ("doc", "Sources/Money/A.swift", "  package static let a = 1\n"),
    ("sentence", "Tests/MoneyTests/A.swift", "@Test func f() {}\n"),
    ("length", "Sources/Money/A.swift", "func f(\n  a: Int\n) {\n" + "  g()\n" * 70 + "}\n"),
    ("length", "Sources/CLuaBridge/a.c", "int f(int a)\n{\n" + "  g();\n" * 70 + "}\n"),
    ("length", "scripts/a.py", "def f():\n" + "    g()\n" * 70),
    ("length", "Sources/Money/A.swift", "\n" * 400),
    ("blank", "scripts/a", "#!/usr/bin/env bash\ntrue \n"),
    ("script", "scripts/a", "#!/bin/sh\n"),
    ("syntax", "scripts/a.py", "def\n"),
    ("", "Sources/Money/A.swift", "// Double, Date() and UUID() in a comment\nlet a = \"Task \\(f(\"await\"))\"\n"),
    ("", "Sources/Market/A.swift", "for (n, a) in list.enumerated() {}\nfor (a, b) in zip(c, d) {}\n"),
    ("", "Sources/Market/A.swift", "for (k, v) in book.sorted(by: <) {}\nfor (k, v) in [(1, 2)] {}\n"),
    ("", "Sources/Market/A.swift", "// lint: allow order, because pairs is an array\nfor (k, v) in pairs {}\n"),
    ("", "Sources/Runtime/Live/LiveLoop.swift", "let t = time.now(wall: clock.wallTime())\n"),
    ("", "Sources/Runtime/Ports/SystemClock.swift", "let t = supervisor_monotonic_nanoseconds()\n"),
    ("", "Sources/Runtime/A.swift", "init(from decoder: any Decoder) throws {}\n"),
    ("", "Sources/feed-benchmark/A.swift", "import Fyers\nprint(1)\n"),
    ("", "Sources/Money/A.swift", "let a = b != c\nlet d = !e\n"),
    ("", "Sources/Market/A.swift", "/// A sum.\n@inline(__always)\npackage func f() throws(MoneyError) {}\n"),
    ("", "Sources/Money/A.swift", "// lint: allow floating, because Lua speaks it\nlet x: Double = 1\n"),
    ("", "Sources/Money/A.swift", "protocol A {\n  func f()\n  func g()\n}\n" + "\n" * 80 + "extension B {\n}\n"),
    ("", "Sources/Money/A.swift", "struct A {}\n\nenum B {\n" + "  case c\n" * 78 + "}\n\nextension C {\n" + "\n" * 80 + "}\n"),
    ("", "Sources/Money/A+B.swift", "private struct C {\n" + "\n" * 80 + "}\n\nextension A.D {}\n"),
    ("", "Sources/Money/A.swift", "struct A {\n  let a: (B, B) -> B\n" + "  static let b = 1\n  var c: Int { d }\n  func e() {\n    let f = 1\n  }\n" * 16 + "}\n"),
]
# (rule that must find something, number of Swift files); a rule of "" marks a tree without a finding.
SOURCE_FILE_SAMPLES = [("files", SOURCE_FILE_LIMIT + 1), ("", SOURCE_FILE_LIMIT)]
