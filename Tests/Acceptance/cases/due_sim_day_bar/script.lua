strategy { name = "due_sim_day_bar", symbols = { "SIM:X" }, bars = { "1d" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
function on_bar(bar) note(bar.interval .. " " .. bar.date .. " " .. clock().date) end
plan[2] = function(tick) eq(told(), "1d 2026-11-18 2026-11-19@00:00:00", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
