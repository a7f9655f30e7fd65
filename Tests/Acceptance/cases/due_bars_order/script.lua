strategy { name = "due_bars_order", symbols = { "SIM:B", "SIM:A" }, bars = { "5m", "1m" } }
local S = "SIM:B"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
function on_bar(bar) note(bar.interval .. " " .. bar.symbol) end
plan[3] = function(tick)
  eq(told(), "1m SIM:B@10:01:00 1m SIM:A@10:01:00 5m SIM:B@10:05:00 5m SIM:A@10:05:00", "trace")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
