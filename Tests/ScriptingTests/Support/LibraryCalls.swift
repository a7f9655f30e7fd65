import TestSupport

/// Writes random calls of Lua's library functions, right and wrong, as a script that shows what each gives.
struct LibraryCalls {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1) }

  /// The next number below a bound.
  private mutating func next(_ bound: Int) -> Int { random.below(bound) }

  private mutating func one(of choices: [String]) -> String { choices[next(choices.count)] }

  /// A script of so many calls; it wants `show`, which prints values on one line of ASCII.
  mutating func script(count: Int) -> String {
    ([Self.head] + (0..<count).map { _ in call() }).joined(separator: "\n")
  }

  private static let head = """
    math.randomseed(42)
    local x, calls = 7, 0
    local function coin() x = (x * 1103515245 + 12345) & 0x7fffffff return (x >> 12) % 2 == 0 end
    local function all(t)
      local s = {}
      for i = 1, #t do s[i] = tostring(t[i]) end
      return table.concat(s, " ")
    end
    local named = setmetatable({}, { __tostring = function() return "named" end })
    local badly = setmetatable({}, { __tostring = function() return 1 end })
    local same = { __eq = function() return true end }
    local long = setmetatable({}, { __len = function() return math.maxinteger end })
    local odd = setmetatable({}, { __len = function() return "x" end })
    local locked = setmetatable({}, { __metatable = "locked" })
    """

  /// What may stand for an argument, by the name of the choice; choices are parted by two blanks.
  private static let pools: [String: [String]] = [
    "any": words(
      "nil  true  1  2.5  '10'  'abc'  {}  print  named  0/0  -0.0  ''  odd  '1e1'  coroutine.create(print)"
    ),
    "plain": words("nil  true  1  2.5  '10'  'abc'  named  0/0  -0.0  ''  '1e1'"),
    "small": words("-2  -1  0  1  2  3  4  6  '2'  2.0"),
    "text": words(
      #"'hello'  ''  'a.b'  'x'  '%d'  ('ab'):rep(40)  'a\0b'  12  'äö'  '\xff\u{20ac}'"#),
    "list": words(
      "{ 3, 1, 2 }  {}  { 'b', 'a', 'c' }  { 1, 'a', 2.5 }  { 1, {}, 3 }  { 5 }  { true, false }"
    ),
    "pattern": words(
      """
      'l+'  '(.)(.)'  '%w'  '[a-'  '%'  '('  ')'  '%1'  '^h'  '.-'  '()'  '%f[%w]'  '%f'  '%b()'  '%b'  'a*$'  \
      ('a?'):rep(210)  ('()'):rep(33)
      """),
    "format": words(
      """
      '%d'  '%5.2f'  '%s'  '%q'  '%x %s'  '%'  '%y'  '%-10s|'  '%.3q'  '%c'  '%i %i'  '%g'  '%.200f'  \
      '%0000000000000000000000001d'  '%%'  '%a'  '%5'
      """),
    "order": words(
      """
      nil  function(a, b) return a < b end  function(a, b) return a > b end  \
      function(a, b) return a <= b end  function() return true end  function() return false end  \
      function() return coin() end  function(a, b) return tostring(a) < tostring(b) end  \
      function(a, b) calls = calls + 1 if calls % 17 == 0 then error('at ' .. calls) end return a < b end  \
      function(a, b) t[1] = b return a < b end
      """),
  ]

  private static func words(_ text: String) -> [String] {
    text.split(separator: "  ").map { $0.trimmingPrefix(" ") }.map(String.init)
  }

  /// The functions, one a line, each with its arguments behind bars; `@small` is a pool.
  private static let functions = """
    table.insert | t | @small  math.maxinteger | @any
    table.insert | t | @any
    table.insert | long  odd | @any
    table.remove | t | @small  math.mininteger
    table.remove | t
    table.remove | long  odd
    table.move | t | @small | @small | @small
    table.move | t | 1  0  -1 | math.maxinteger | 2  3
    table.move | t | math.mininteger | -1  0  3 | @small
    table.move | t | 1  2 | 2  3 | math.maxinteger  math.maxinteger - 1
    table.move | 'abc'  ''  7  nil | @small | @small | @small | t  {}  nil  'abc'  setmetatable({}, same)
    table.move | setmetatable(t, same) | 1 | 3 | 2 | setmetatable({ 9 }, same)
    table.concat | t | '-'  ''  1 | @small | @small
    table.concat | t  odd  'abc' | @text
    table.concat | t | '' | math.maxinteger - 1 | math.maxinteger
    table.unpack | t | @small | @small
    table.unpack | t | 1  0  math.mininteger | 10000000  math.maxinteger  1 << 31
    table.unpack | t | math.maxinteger - 1 | math.maxinteger
    table.unpack | long  odd  nil
    table.sort | long  odd  locked
    string.rep | 'x'  'ab'  12 | @small  1 << 31  1 << 62  math.maxinteger | '-'  ''
    string.find | @text | @pattern | @small | true  false
    string.match | @text | @pattern | @small
    string.gsub | @text | @pattern | '<%1>'  '%'  '%2'  {}  { l = 1 }  true  print  nil | @small
    string.gmatch | @text | @pattern | @small
    string.format | @format | @text  @small
    string.format | @format | @plain | @small
    string.lower | @text
    string.upper | @text
    string.reverse | @text
    string.byte | @text | @small | @small
    string.sub | @text | @small | @small
    utf8.len | @text | @small | @small | true  nil
    utf8.codepoint | @text | @small | @small
    utf8.offset | @text | @small | @small
    setmetatable | t  locked  1  nil | {}  nil  1
    getmetatable | t  locked  1  print
    tostring | named  badly  1.0  nil  'x'  1e100  -0.0  2^53
    pcall | error  print  nil  1  {} | 'x'  named  nil | @small
    pairs | t  nil  1  'x'
    next | {}  nil  1  { 5 }
    coroutine.resume | coroutine.create(error)  coroutine.running()  1  coroutine.create(pcall) | @any
    coroutine.wrap(error) | @any
    coroutine.wrap | @any
    coroutine.create | @any
    coroutine.close | coroutine.running()  coroutine.create(print)  1
    coroutine.status | coroutine.running()  coroutine.create(print)  1
    coroutine.isyieldable | @any
    coroutine.yield | @small
    math.randomseed | @small  2.5 | @small
    math.random | @small | @small
    error | 'not enough memory'  'x'  t | 0  1  2  'x'
    assert | false  nil  1 | 'not enough memory'  'x'  nil
    """.split(separator: "\n").map { line in
      line.split(separator: " | ").map { choices in
        words(String(choices)).flatMap { choice in
          choice.hasPrefix("@") ? pools[String(choice.dropFirst())] ?? [] : [choice]
        }
      }
    }

  private mutating func call() -> String {
    if next(6) == 0 { return sort() }
    let function = Self.functions[next(Self.functions.count)]
    let name = function[0][0]
    var arguments = function.dropFirst().map { one(of: $0) }
    // The metatable of strings is out of a script's reach, and texts of objects have no addresses.
    let takesAny = !["tostring", "string.format", "getmetatable"].contains(name)
    if next(8) == 0, takesAny {
      arguments[next(arguments.count)] = one(of: Self.pools["any"] ?? [])
    }
    // An argument too few may let Lua itself walk through all numbers there are, so some keep theirs.
    let isShort = !["table.move", "string.rep", "table.unpack", "math.randomseed"].contains(name)
    if next(8) == 0, isShort { arguments.removeLast() }
    let way =
      next(3) == 0
      ? "pcall(\(([name] + arguments).joined(separator: ", ")))"
      : "pcall(function() return \(name)(\(arguments.joined(separator: ", "))) end)"
    let list = one(of: Self.pools["list"] ?? [])
    return "do local t = \(list) show(\(way)) show(#t, table.unpack(t, 1, 8)) end"
  }

  /// A sort of up to 120 elements: of more, Lua may take a pivot by the clock.
  private mutating func sort() -> String {
    let count = next(4) == 0 ? next(120) : next(9)
    let kind = next(5)
    let elements = (0..<count).map { _ -> String in
      let number = next(kind == 0 ? 1_000 : 12) - 4
      switch kind {
      case 0, 1: return "\(number)"
      case 2: return one(of: ["\(number)", "\(number).0", "-0.0", "0.0", "\(number).5"])
      case 3: return "'\(String(number, radix: 36))'"
      default: return one(of: ["\(number)", "'\(number)'", "{}", "0/0"])
      }
    }
    return "do t = { \(elements.joined(separator: ", ")) } "
      + "show(pcall(function() return table.sort(t, \(one(of: Self.pools["order"] ?? []))) end)) "
      + (kind == 4 ? "show(#t) end" : "show(all(t)) end")
  }
}
