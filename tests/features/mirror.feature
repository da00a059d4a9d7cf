Feature: PostgreSQL shows the lake
  Whoever asks PostgreSQL gets what the lake says after one whole run, never a mixture of two; while it is
  away the lake goes on.

  Scenario: PostgreSQL shows the same score as the lake
    Given an empty lake of games and plays
    And a PostgreSQL that mirrors the lake
    And the final games "Friday night" and "Saturday matinee"
    When all games are asked for
    Then the score of "Friday night" is 1 to 0
    And PostgreSQL shows the score of "Friday night" as 1 to 0
    And PostgreSQL shows the same games and plays as the lake
    And PostgreSQL says that it shows the newest run

  Scenario: What is corrected in the lake is corrected in PostgreSQL
    Given an empty lake of games and plays
    And a PostgreSQL that mirrors the lake
    And the final games "Friday night" and "Saturday matinee"
    When all games are asked for
    And the home run in "Friday night" is reviewed and overturned
    And "Friday night" is asked for again
    Then PostgreSQL shows the score of "Friday night" as 0 to 0
    And PostgreSQL shows the score of "Saturday matinee" as 1 to 0
    When "Friday night" is corrected to 4 plate appearances
    And "Friday night" is asked for again
    Then PostgreSQL shows 4 plate appearances of "Friday night"
    And PostgreSQL shows the same games and plays as the lake

  Scenario: While PostgreSQL is away the lake goes on, and the mirror catches up
    Given an empty lake of games and plays
    And a PostgreSQL that mirrors the lake
    And the final game "Friday night" with 6 plate appearances
    When "Friday night" is asked for
    And PostgreSQL goes away
    And "Friday night" goes on to 8 plate appearances
    And "Friday night" is asked for again
    Then the run says that PostgreSQL is behind
    And "Friday night" has 8 plate appearances
    And PostgreSQL shows 6 plate appearances of "Friday night"
    When PostgreSQL comes back
    And the mirror is told to catch up
    Then PostgreSQL shows 8 plate appearances of "Friday night"
    And PostgreSQL shows the same games and plays as the lake

  Scenario: A run without news leaves PostgreSQL alone
    Given an empty lake of games and plays
    And a PostgreSQL that mirrors the lake
    And the final game "Friday night"
    When "Friday night" is asked for
    And "Friday night" is asked for again
    Then the run changes no table
    And nothing is new to PostgreSQL
    And PostgreSQL shows the same games and plays as the lake

  Scenario Outline: Killed when <moment>, PostgreSQL shows one whole run, and the next run brings the newest
    Given an empty lake of games and plays
    And a PostgreSQL that mirrors the lake
    And the final game "Friday night" with 6 plate appearances
    When "Friday night" is asked for
    And "Friday night" goes on to 14 plate appearances
    And "Friday night" is asked for, but the run is killed as soon as "<moment>"
    Then PostgreSQL shows <plays> plate appearances of "Friday night"
    And PostgreSQL shows the score of "Friday night" as <runs> to 0
    When the same run is started again
    Then PostgreSQL shows 14 plate appearances of "Friday night"
    And PostgreSQL shows the same games and plays as the lake

    Examples:
      | moment                            | plays | runs |
      | PostgreSQL has got the rows       | 6     | 1    |
      | PostgreSQL has changed its tables | 6     | 1    |
      | PostgreSQL has said yes           | 14    | 2    |

  Scenario: The starting nine and a game of another season can be read in PostgreSQL
    Given an empty lake of all tables
    And a PostgreSQL that mirrors the lake
    And the final game "Last summer" of the season 2023
    And the final game "Friday night"
    And somebody from the home bench of "Friday night" bats for the third batter
    When all games are asked for
    Then PostgreSQL shows the starting nine of the home club of "Friday night"
    And PostgreSQL shows the starting nine of the home club of "Last summer"
    And PostgreSQL shows the same games and plays as the lake
