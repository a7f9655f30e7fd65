strategy { name = "due_rule_not_in_gap", symbols = { "SIM:X" }, bars = { "1m" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
rule("watch", function(pos, tick) note("rule") end)
function on_bar(bar) note("bar") end
plan[1] = function(tick) buy(S, 1, { rule = "watch" }) end
plan[2] = function(tick) eq(told(), "bar@10:01:00 rule@10:10:00", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
