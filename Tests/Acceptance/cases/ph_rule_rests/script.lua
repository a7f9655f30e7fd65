strategy { name = "ph_rule_rests", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
rule("watch", function(pos, tick) note(tostring(tick.seq)) end)
plan[1] = function(tick) buy(S, 10, { rule = "watch" }) end
plan[5] = function(tick) eq(told(), "2@10:00:05 5@09:15:02", "calls of the rule") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
